import { answered, createApi } from '@bourse/client/api.ts';
import type { paths } from '@bourse/client/generated/api-types.ts';
import { ApiProblem } from '@bourse/client/problem.ts';

type SessionAnswer = paths['/api/v1/auth/session']['post']['responses'][200]['content']['application/json'];

/** Who is logged in. */
export type SessionUser = SessionAnswer['user'];

/** An access token, and whose it is. */
export interface Grant {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly user: SessionUser;
}

/** The log-in at the server. */
export interface SessionService {
  logIn(credentials: { readonly username: string; readonly password: string }): Promise<Grant>;
  /** A new access token; null when there is no log-in to go on with. Throws when the server cannot be asked. */
  refresh(): Promise<Grant | null>;
  logOut(): Promise<void>;
}

/** Makes the service of the server at this address. What renews a log-in is a cookie that only the browser and the server see. */
export function createSessionService(url: string): SessionService {
  const api = createApi({ url });
  return {
    logIn: async (credentials) => grantOf(await answered(api.POST('/api/v1/auth/session', { body: credentials }))),
    async refresh() {
      try {
        return grantOf(await answered(api.POST('/api/v1/auth/session/refresh')));
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 401) return null;
        throw error;
      }
    },
    async logOut() {
      await api.DELETE('/api/v1/auth/session');
    },
  };
}

function grantOf({ access_token: accessToken, expires_in: expiresInSeconds, user }: SessionAnswer): Grant {
  return { accessToken, expiresInSeconds, user };
}
