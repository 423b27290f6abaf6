import type { StreamClient } from '@bourse/client/stream.ts';
import { openStream } from '@bourse/client/stream.ts';
import { createValueStore } from '../design/value-store.ts';

/** Whether live values come in: "connecting" until the first time, "lost" when they did and do not any more. */
export type LiveStatus = 'connecting' | 'live' | 'lost';

/** The newest of the connection. */
export const liveStatus = createValueStore<LiveStatus>('connecting');

/** Opens the stream of the one who is logged in, and tells how it is. */
export function openLiveStream(url: string, token: () => Promise<string>): StreamClient {
  liveStatus.set('connecting');
  return openStream({
    url,
    token,
    onConnection: (isThere) => {
      liveStatus.set(isThere ? 'live' : 'lost');
    },
  });
}
