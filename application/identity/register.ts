import type { Registration } from '@bourse/core/identity/registration.ts';
import { BOOTSTRAP_USERNAME } from '@bourse/core/identity/registration.ts';
import type { Role } from '@bourse/core/identity/role.ts';
import type { Result } from '@bourse/core/result.ts';
import { ok, refuse } from '@bourse/core/result.ts';
import type { User } from '../ports/identity.ts';
import type { IdentityDependencies } from './identity-dependencies.ts';

/** Why a registration that is well-formed is refused. */
export type RegisterRefusal = 'username-taken' | 'email-taken';

/** What the store and the hasher of a registration need. */
type Dependencies = Pick<IdentityDependencies, 'users' | 'passwords' | 'ids' | 'clock'>;

/** Registers a trader and names the account that belongs to the new user. */
export async function registerTrader(
  dependencies: Dependencies,
  registration: Registration,
): Promise<Result<{ readonly user: User; readonly accountId: string }, RegisterRefusal>> {
  const accountId = dependencies.ids.next();
  const user = await newUser(dependencies, registration, { role: 'trader', accountId });
  const added = await dependencies.users.add(user);
  return added === 'added' ? ok({ user, accountId }) : refuse(added);
}

/** Registers an operator, who has no account. No route leads here: operators are made by whoever runs the process. */
export async function registerOperator(
  dependencies: Dependencies,
  registration: Registration,
): Promise<Result<User, RegisterRefusal>> {
  const user = await newUser(dependencies, registration, { role: 'operator', accountId: null });
  const added = await dependencies.users.add(user);
  return added === 'added' ? ok(user) : refuse(added);
}

/** The user that the bootstrap operator key acts for: always the same one, whichever process made it. */
export const BOOTSTRAP_USER_ID = '00000000-0000-8000-8000-000000000001';

/** Sees to it that the bootstrap operator exists, so that what it makes has an owner. Safe to repeat, also from several processes. */
export async function provideBootstrapOperator(
  dependencies: Pick<IdentityDependencies, 'users' | 'clock'>,
): Promise<void> {
  await dependencies.users.add({
    id: BOOTSTRAP_USER_ID,
    accountId: null,
    role: 'operator',
    username: BOOTSTRAP_USERNAME,
    usernameKey: BOOTSTRAP_USERNAME,
    // An address of the domain that never resolves (RFC 6761).
    email: `${BOOTSTRAP_USERNAME}@bourse.invalid`,
    emailKey: `${BOOTSTRAP_USERNAME}@bourse.invalid`,
    passwordHash: null,
    createdAtMs: dependencies.clock.now(),
  });
}

async function newUser(
  { passwords, ids, clock }: Dependencies,
  registration: Registration,
  membership: { readonly role: Role; readonly accountId: string | null },
): Promise<User> {
  const { username, usernameKey, email, emailKey, password } = registration;
  const passwordHash = await passwords.hash(password);
  return {
    id: ids.next(),
    ...membership,
    username,
    usernameKey,
    email,
    emailKey,
    passwordHash,
    createdAtMs: clock.now(),
  };
}
