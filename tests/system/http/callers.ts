import type { TestPlatform } from '../../support/test-platform.ts';

/** Somebody who registered and logged in. */
export interface Caller {
  readonly userId: string;
  readonly accountId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Registers a trader and logs in. */
export async function registered(app: TestPlatform['app'], username: string): Promise<Caller> {
  const form = { username, email: `${username}@example.com`, password: 'correct horse battery staple' };
  const user = await app.inject({ method: 'POST', url: '/api/v1/auth/register', payload: form });
  const session = await app.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { username, password: form.password },
  });
  if (user.statusCode !== 201 || session.statusCode !== 200) throw new Error(`${user.body} ${session.body}`);
  const { user_id: userId, account_id: accountId } = user.json<{ user_id: string; account_id: string }>();
  const { access_token: token } = session.json<{ access_token: string }>();
  return { userId, accountId, headers: { authorization: `Bearer ${token}` } };
}

/** Makes an API key with these scopes for whoever `headers` identify. */
export async function apiKeyHeaders(
  app: TestPlatform['app'],
  headers: Readonly<Record<string, string>>,
  scopes: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const made = await app.inject({ method: 'POST', url: '/api/v1/api-keys', headers, payload: { name: 'key', scopes } });
  if (made.statusCode !== 201) throw new Error(made.body);
  return { 'x-api-key': made.json<{ key: string }>().key };
}
