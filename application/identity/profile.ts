import type { Principal } from '@bourse/core/identity/principal.ts';
import type { User } from '../ports/identity.ts';
import type { IdentityDependencies } from './identity-dependencies.ts';

/** The user behind a call; undefined when it does not exist any more. */
export function profileOf(
  { users }: Pick<IdentityDependencies, 'users'>,
  caller: Principal,
): Promise<User | undefined> {
  return users.findById(caller.userId);
}
