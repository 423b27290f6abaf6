import { answered, createApi } from '@bourse/client/api.ts';
import { ApiProblem } from '@bourse/client/problem.ts';

/** Who is logged in. */
export interface SessionUser {
  readonly username: string;
  readonly role: 'trader' | 'operator';
}

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

/** Makes the service of the server at this address. */
export function createSessionService(url: string): SessionService {
  const api = createApi({ url });
  let refreshToken: string | null = null;

  async function granted(tokens: { access_token: string; expires_in: number; refresh_token: string }): Promise<Grant> {
    refreshToken = tokens.refresh_token;
    const credential = { type: 'token', token: () => tokens.access_token } as const;
    const { username, role } = await answered(createApi({ url, credential }).GET('/api/v1/auth/profile'));
    return { accessToken: tokens.access_token, expiresInSeconds: tokens.expires_in, user: { username, role } };
  }

  return {
    logIn: async (credentials) => granted(await answered(api.POST('/api/v1/auth/login', { body: credentials }))),
    async refresh() {
      if (refreshToken === null) return null;
      try {
        return await granted(
          await answered(api.POST('/api/v1/auth/refresh', { body: { refresh_token: refreshToken } })),
        );
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 401) return null;
        throw error;
      }
    },
    async logOut() {
      if (refreshToken !== null) await api.POST('/api/v1/auth/logout', { body: { refresh_token: refreshToken } });
      refreshToken = null;
    },
  };
}
