import { expect, it } from 'vitest';
import { startPlatform } from '@bourse/entrypoints/compose.ts';
import { DEMO_USERS } from '@bourse/entrypoints/compose/demo.ts';
import { leftovers } from '../support/leftovers.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

const later = leftovers();

it("outside the demo the API does not start while the operator's password that the demo prints still opens", async () => {
  const demo = await startTestPlatform(['api', 'worker'], { BOURSE_DEMO: 'true' });
  later(() => demo.stop());
  const { settings, logger } = demo.platform.foundation;
  const startOutside = () => startPlatform({ ...settings, demo: 'false' }, ['api'], logger);

  await expect(startOutside()).rejects.toThrow('the operator of the demo (operator), whose password is known');
  await changePassword(demo, DEMO_USERS[1]);
  const outside = await startOutside();
  await outside.stop();
});

it('nobody can keep Bourse from starting by registering with names and passwords of the demo', async () => {
  const test = await startTestPlatform(['api', 'worker']);
  later(() => test.stop());
  const { app, platform } = test;
  for (const { username, password } of DEMO_USERS) {
    const registered = await app.inject({
      method: 'POST',
      url: '/api/v1/auth/register',
      payload: { username, password, email: `${username}@example.com` },
    });
    expect(registered.statusCode, registered.body).toBe(201);
  }
  const { settings, logger } = platform.foundation;
  const again = await startPlatform(settings, ['api'], logger);
  await again.stop();
});

/** Chooses another password, as the one who logs in with the one that is known. */
async function changePassword(
  { app }: TestPlatform,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<void> {
  const session = await app.inject({ method: 'POST', url: '/api/v1/auth/login', payload: { username, password } });
  const { access_token: token } = session.json<{ access_token: string }>();
  const changed = await app.inject({
    method: 'POST',
    url: '/api/v1/auth/password',
    headers: { authorization: `Bearer ${token}` },
    payload: { current_password: password, new_password: `not ${password} any more` },
  });
  expect(changed.statusCode, changed.body).toBe(204);
}
