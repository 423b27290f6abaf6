import type { PasswordFault } from '@bourse/core/identity/password.ts';
import { passwordFaults } from '@bourse/core/identity/password.ts';
import type { Principal } from '@bourse/core/identity/principal.ts';
import type { Result } from '@bourse/core/result.ts';
import { ok, refuse } from '@bourse/core/result.ts';
import type { User } from '../ports/identity.ts';
import type { IdentityDependencies } from './identity-dependencies.ts';
import { endOtherSessions } from './own-sessions.ts';

/** Why a password is not changed. */
export type ChangePasswordRefusal = 'wrong-password' | 'no-password';

/** What is wrong with a new password of this user. */
export function newPasswordFaults({ username, email }: User, password: string): readonly PasswordFault[] {
  return passwordFaults(password, [username, email]);
}

/**
 * Changes the password of the caller, who shows the one of now, and ends every other log-in: whoever knew the old one is out. `refreshToken` is
 * that of the log-in that stays. Refuses users who have no password here, as those of an outside issuer. The new one has no newPasswordFaults.
 */
export async function changePassword(
  dependencies: Pick<IdentityDependencies, 'users' | 'passwords' | 'refreshTokens' | 'clock'>,
  caller: Principal,
  change: { readonly current: string; readonly next: string; readonly refreshToken: string | undefined },
): Promise<Result<'changed', ChangePasswordRefusal>> {
  const { users, passwords } = dependencies;
  const user = await users.findById(caller.userId);
  const hash = user?.passwordHash ?? null;
  if (hash === null) return refuse('no-password');
  if (!(await passwords.verify(hash, change.current))) return refuse('wrong-password');
  const changed = await users.changePassword(caller.userId, hash, await passwords.hash(change.next));
  // Somebody else changed it in this moment, so what was shown is not the password any more.
  if (changed === 'outdated') return refuse('wrong-password');
  await endOtherSessions(dependencies, caller, change.refreshToken);
  return ok('changed');
}
