import { expect, it } from 'vitest';
import { startPlatform } from '@bourse/entrypoints/compose.ts';
import { DEMO_USERS } from '@bourse/entrypoints/compose/demo.ts';
import { leftovers } from '../support/leftovers.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

const later = leftovers();

it('outside the demo Bourse does not start while a password that the demo prints still opens', async () => {
  const demo = await startTestPlatform(['api', 'worker'], { BOURSE_DEMO: 'true' });
  later(() => demo.stop());
  const { settings, logger } = demo.platform.foundation;
  const startOutside = () => startPlatform({ ...settings, demo: 'false' }, ['api'], logger);

  await expect(startOutside()).rejects.toThrow('log-ins of the demo (trader, operator), whose passwords are known');
  const [first, second] = DEMO_USERS;
  await changePassword(demo, first);
  await expect(startOutside()).rejects.toThrow('log-ins of the demo (operator), whose passwords are known');
  await changePassword(demo, second);
  const outside = await startOutside();
  await outside.stop();
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
