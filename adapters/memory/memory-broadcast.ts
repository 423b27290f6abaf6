import type { Broadcast, BroadcastListener } from '@bourse/application/ports/broadcast.ts';

/** The broadcast of one process, or of several simulated ones, which can be cut off. */
export interface MemoryBroadcast extends Broadcast {
  /** While it is cut off nothing is told or heard; whoever hears is told when it is back. */
  setConnected(connected: boolean): void;
}

/** Makes one that is connected. What is told is heard before the call returns. */
export function createMemoryBroadcast(): MemoryBroadcast {
  const listeners = new Map<string, Set<BroadcastListener>>();
  let connected = true;
  return {
    tell(channel, text) {
      if (connected) for (const listener of listeners.get(channel) ?? []) listener.onText(text);
      return Promise.resolve(connected);
    },
    hear(channel, listener) {
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(listener));
      if (connected) listener.onJoined();
      return () => void known.delete(listener);
    },
    connected: () => connected,
    setConnected(next) {
      const back = next && !connected;
      connected = next;
      if (back) for (const known of listeners.values()) for (const listener of known) listener.onJoined();
    },
  };
}
