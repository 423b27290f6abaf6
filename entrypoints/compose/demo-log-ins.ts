import type { IdentityDependencies } from '@bourse/application/identity/identity-dependencies.ts';
import { nameKey } from '@bourse/core/identity/registration.ts';
import { ConfigurationError } from '../config/settings-codec.ts';
import { DEMO_USERS } from './demo.ts';

/**
 * For a start of the API outside the demo on a database that the demo has used: an operator whose password everybody knows must not be left. Throws
 * ConfigurationError while it still opens. Traders do not count: anybody may register one with that name and password, which must stop nobody's start.
 */
export async function refuseDemoLogIns({
  users,
  passwords,
}: Pick<IdentityDependencies, 'users' | 'passwords'>): Promise<void> {
  const known: string[] = [];
  for (const { username, password } of DEMO_USERS) {
    const user = await users.findByUsername(nameKey(username));
    if (user?.role === 'operator' && (await passwords.verify(user.passwordHash, password))) known.push(username);
  }
  if (known.length === 0) return;
  throw new ConfigurationError([
    `The database has the operator of the demo (${known.join(', ')}), whose password is known to everybody. Start once more with --demo, log in as ` +
      'that operator and choose another password, or begin with a new database: another BOURSE_DATA_DIR, or DATABASE_URL.',
  ]);
}
