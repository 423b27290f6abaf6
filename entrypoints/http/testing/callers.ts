import type { FastifyInstance } from 'fastify';
import { OPERATOR_KEY } from './memory-http-app.ts';

/** Somebody who registered and logged in. */
export interface TestTrader {
  readonly userId: string;
  readonly accountId: string;
  readonly username: string;
  readonly refreshToken: string;
  /** Headers that identify the caller. */
  readonly headers: { readonly authorization: string };
}

/** Headers of the bootstrap operator. */
export const operatorHeaders = { 'x-api-key': OPERATOR_KEY } as const;

/** A password that passes all rules. */
export const TEST_PASSWORD = 'correct horse battery staple';

/** Registers a trader and logs in. */
export async function registeredTrader(app: FastifyInstance, username = 'ada'): Promise<TestTrader> {
  const registered = await app.inject({
    method: 'POST',
    url: '/api/v1/auth/register',
    payload: { username, email: `${username}@example.com`, password: TEST_PASSWORD },
  });
  if (registered.statusCode !== 201) throw new Error(`registration failed: ${registered.body}`);
  const session = await app.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { username, password: TEST_PASSWORD },
  });
  if (session.statusCode !== 200) throw new Error(`log-in failed: ${session.body}`);
  const { user_id: userId, account_id: accountId } = registered.json<{ user_id: string; account_id: string }>();
  const tokens = session.json<{ access_token: string; refresh_token: string }>();
  const headers = { authorization: `Bearer ${tokens.access_token}` };
  return { userId, accountId, username, refreshToken: tokens.refresh_token, headers };
}
