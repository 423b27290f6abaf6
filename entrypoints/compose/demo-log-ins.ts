import type { IdentityDependencies } from '@bourse/application/identity/identity-dependencies.ts';
import { nameKey } from '@bourse/core/identity/registration.ts';
import { ConfigurationError } from '../config/settings-codec.ts';
import { DEMO_USERS } from './demo.ts';

/**
 * For a start outside the demo on a database that the demo has used: its log-ins, which everybody knows, must not be left. Throws
 * ConfigurationError while one of them still opens.
 */
export async function refuseDemoLogIns({
  users,
  passwords,
}: Pick<IdentityDependencies, 'users' | 'passwords'>): Promise<void> {
  const known: string[] = [];
  for (const { username, password } of DEMO_USERS) {
    const user = await users.findByUsername(nameKey(username));
    // Without the user there is nothing to find out by hashing, which takes time.
    if (user !== undefined && (await passwords.verify(user.passwordHash, password))) known.push(username);
  }
  if (known.length === 0) return;
  throw new ConfigurationError([
    `The database has log-ins of the demo (${known.join(', ')}), whose passwords are known to everybody. Start once more with --demo, log in as ` +
      'each of them and choose another password, or begin with a new database: another BOURSE_DATA_DIR, or DATABASE_URL.',
  ]);
}
