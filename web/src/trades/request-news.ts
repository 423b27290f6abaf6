import type { RequestState } from '@bourse/client/request-states.ts';

/** What has been told of requests since the page was opened, so that nobody has to ask over and over. */
export interface RequestNews {
  /** Takes in what was told; null: something was missed, so whoever waits has to ask. */
  take(states: readonly RequestState[] | null): void;
  /** What a request came to; undefined when nothing was told of it. */
  told(requestId: string): RequestState | undefined;
  /** Calls with everything that is taken in from now on, until the function that it answers is called. */
  subscribe(listener: (states: readonly RequestState[] | null) => void): () => void;
  clear(): void;
}

/** Makes the news of requests, which remember the newest `maxRemembered`. */
export function createRequestNews(maxRemembered: number): RequestNews {
  const remembered = new Map<string, RequestState>();
  const listeners = new Set<(states: readonly RequestState[] | null) => void>();
  return {
    take(states) {
      for (const state of states ?? []) {
        remembered.delete(state.request_id);
        remembered.set(state.request_id, state);
      }
      for (const requestId of remembered.keys()) {
        if (remembered.size <= maxRemembered) break;
        remembered.delete(requestId);
      }
      for (const listener of [...listeners]) listener(states);
    },
    told: (requestId) => remembered.get(requestId),
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    clear() {
      remembered.clear();
    },
  };
}
