import type { Api } from '@bourse/client/api.ts';
import { createApi } from '@bourse/client/api.ts';
import { createSessionService } from '../identity/session-service.ts';
import type { SessionNews } from '../identity/session.ts';
import { createSession, SessionEnded } from '../identity/session.ts';

const URL_OF_BOURSE = location.origin;
/** Reads are repeated for the reader; what still fails is shown with a button. */
const MAX_TRIES = 3;

/** The log-in of this tab. */
export const session = createSession({
  service: createSessionService(URL_OF_BOURSE),
  alone: (work) => ('locks' in navigator ? navigator.locks.request('bourse-session', work) : work()),
  news: newsOfTabs(),
  now: () => performance.now(),
});

/** The API as the one who is logged in. */
export const api: Api = createApi({
  url: URL_OF_BOURSE,
  credential: { type: 'token', token: () => session.token() },
  retries: { maxTries: MAX_TRIES },
  fetch: sendWithGoodToken,
});

/** The API as anybody. */
export const publicApi: Api = createApi({ url: URL_OF_BOURSE });

/** A token may have been refused although it was good by the clock: the server has a new key, or the log-in was ended. */
async function sendWithGoodToken(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(request);
  if (response.status !== 401) return response;
  const refused = (request.headers.get('authorization') ?? '').replace(/^Bearer /, '');
  const token = await session.tokenAfter(refused).catch((error: unknown) => {
    if (error instanceof SessionEnded) return null;
    throw error;
  });
  // The log-in has ended, which is an answer: a write must not be sent by itself when somebody has logged in again.
  if (token === null) return response;
  again.headers.set('authorization', `Bearer ${token}`);
  return fetch(again);
}

function newsOfTabs(): SessionNews {
  const channel = new BroadcastChannel('bourse-session');
  return {
    post: (news) => {
      channel.postMessage(news);
    },
    listen: (listener) => {
      channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (data === 'logged-in' || data === 'logged-out') listener(data);
      });
    },
  };
}
