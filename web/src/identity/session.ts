import type { ReadableStore } from '../design/value-store.ts';
import { createValueStore } from '../design/value-store.ts';
import type { Grant, SessionService, SessionUser } from './session-service.ts';

/**
 * What is known of the log-in: "starting" until the server was asked, "unreachable" when it could not be, "expired" when a log-in has
 * ended while its views are still open.
 */
export type SessionState =
  | { readonly status: 'starting' | 'unreachable' | 'nobody' }
  | { readonly status: 'somebody' | 'expired'; readonly user: SessionUser };

/** The log-in of this tab. The access token is held in memory alone; what renews it is a cookie that no script can read. */
export interface Session extends ReadableStore<SessionState> {
  /** Goes on with the log-in that the browser has, if it has one. */
  start(): Promise<void>;
  /** Throws ApiProblem when user name and password do not belong together. */
  logIn(credentials: { readonly username: string; readonly password: string }): Promise<void>;
  logOut(): Promise<void>;
  /** An access token that is good for a while. Throws SessionEnded when there is none to be had. */
  token(): Promise<string>;
  /** A token that is newer than this one, which the server refused. */
  tokenAfter(refused: string): Promise<string>;
}

/** Thrown where somebody has to log in first. */
export class SessionEnded extends Error {
  constructor() {
    super('the log-in has ended');
    this.name = 'SessionEnded';
  }
}

/** What other tabs are told. */
export interface SessionNews {
  post(news: 'logged-in' | 'logged-out'): void;
  listen(listener: (news: 'logged-in' | 'logged-out') => void): void;
}

/** What a session needs of the browser. */
export interface SessionWorld {
  readonly service: SessionService;
  /** Runs work while no other tab does: a refresh token works once, and the one who is second would end the log-in. */
  readonly alone: <Answer>(work: () => Promise<Answer>) => Promise<Answer>;
  readonly news: SessionNews;
  /** Milliseconds since some moment, never going back. */
  readonly now: () => number;
}

/**
 * A token is renewed when it has less than this left, milliseconds; longer than the live stream takes until it asks for one again, which is a minute
 * where a hidden tab has its timers slowed down.
 */
const RENEW_BEFORE_MS = 120_000;

/** Makes the session of this tab. */
export function createSession({ service, alone, news, now }: SessionWorld): Session {
  const state = createValueStore<SessionState>({ status: 'starting' });
  let token: { readonly text: string; readonly goodUntil: number } | null = null;
  let renewal: Promise<string> | null = null;

  function take({ accessToken, expiresInSeconds, user }: Grant): string {
    token = { text: accessToken, goodUntil: now() + expiresInSeconds * 1_000 };
    const before = state.get();
    const same = 'user' in before && before.user.username === user.username;
    state.set({ status: 'somebody', user: same ? before.user : user });
    return accessToken;
  }

  function end(): never {
    const before = state.get();
    token = null;
    state.set('user' in before ? { status: 'expired', user: before.user } : { status: 'nobody' });
    throw new SessionEnded();
  }

  function renew(): Promise<string> {
    renewal ??= alone(() => service.refresh())
      .then((grant) => (grant === null ? end() : take(grant)))
      .finally(() => {
        renewal = null;
      });
    return renewal;
  }

  async function start(): Promise<void> {
    try {
      await renew();
    } catch (error) {
      if (!(error instanceof SessionEnded)) state.set({ status: 'unreachable' });
    }
  }

  news.listen((told) => {
    if (told === 'logged-out') {
      token = null;
      state.set({ status: 'nobody' });
    } else if (state.get().status !== 'somebody') {
      void start();
    }
  });

  return {
    get: state.get,
    subscribe: state.subscribe,
    start,
    async logIn(credentials) {
      take(await alone(() => service.logIn(credentials)));
      news.post('logged-in');
    },
    async logOut() {
      await alone(() => service.logOut());
      token = null;
      state.set({ status: 'nobody' });
      news.post('logged-out');
    },
    async token() {
      if (token !== null && token.goodUntil - now() > RENEW_BEFORE_MS) return token.text;
      return renew();
    },
    async tokenAfter(refused) {
      return token !== null && token.text !== refused ? token.text : renew();
    },
  };
}
