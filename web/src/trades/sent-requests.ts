import { alsoForget } from '../app/forget-everything.ts';
import { createValueStore } from '../design/value-store.ts';

/** A trade that was handed in here. */
export interface SentRequest {
  readonly requestId: string;
  readonly tradeId: string;
  readonly version: number;
  readonly sentAtMs: number;
}

/** So many are remembered; older ones can be asked for by their id. */
const MAX_REMEMBERED = 200;

/** What was handed in by the form since the page was opened, newest first. */
export const sentRequests = createValueStore<readonly SentRequest[]>([]);

alsoForget(() => {
  sentRequests.set([]);
});

/** Remembers one more. */
export function rememberRequest(request: SentRequest): void {
  sentRequests.set([request, ...sentRequests.get()].slice(0, MAX_REMEMBERED));
}
