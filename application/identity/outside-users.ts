import { RecentMap } from '@bourse/core/caching/recent-map.ts';
import { nameKey, outsideUsername } from '@bourse/core/identity/registration.ts';
import type { Principal } from '@bourse/core/identity/principal.ts';
import { scopesOf } from '@bourse/core/identity/scope.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { OutsideIdentity, OutsideTokens, User, UserStore } from '../ports/identity.ts';

/** People whom an outside issuer vouches for. */
export interface OutsideUsers {
  /** Who shows a token of that issuer; undefined when it is worth nothing. Throws Fault('unavailable') when that cannot be known now. */
  principalOf(token: string): Promise<Principal | undefined>;
}

interface Dependencies {
  readonly tokens: OutsideTokens;
  readonly users: UserStore;
  readonly ids: Pick<Ids, 'outsideIdOf'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Most tokens remembered. */
const MAX_REMEMBERED = 10_000;

/**
 * Knows outside users by their tokens, and makes a user of each whom it sees for the first time, a trader with an account. The ids are
 * digests of issuer, subject and role, so however many processes see somebody first, there is one user. Who is a trader at one
 * time and an operator at another is two users: an operator has no account.
 */
export function createOutsideUsers(dependencies: Dependencies): OutsideUsers {
  const { tokens, clock } = dependencies;
  const known = new RecentMap<string, { readonly principal: Principal; readonly expiresAtMs: number }>(MAX_REMEMBERED);
  return {
    async principalOf(token) {
      const remembered = known.get(token);
      if (remembered !== undefined) {
        if (remembered.expiresAtMs > clock.now()) return remembered.principal;
        known.delete(token);
        return undefined;
      }
      const identity = await tokens.verify(token);
      if (identity === undefined) return undefined;
      const { id: userId, accountId, role } = await provideUser(dependencies, identity);
      const { expiresAtMs } = identity;
      const principal: Principal = { kind: 'user', userId, accountId, role, scopes: scopesOf(role), expiresAtMs };
      known.set(token, { principal, expiresAtMs });
      return principal;
    },
  };
}

async function provideUser({ users, ids, clock }: Dependencies, identity: OutsideIdentity): Promise<User> {
  const { role, preferredUsername, email: verifiedEmail } = identity;
  const id = ids.outsideIdOf('user', identity);
  const existing = await users.findById(id);
  if (existing !== undefined) return existing;
  const plain = outsideUsername(preferredUsername ?? '');
  const unique = `${(plain ?? 'user').slice(0, UNIQUE_PREFIX_LENGTH)}-${id.slice(0, 8)}${id.slice(9, 13)}`;
  let [username, email] = [plain ?? unique, verifiedEmail];
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    // An address of the domain that never resolves (RFC 6761), where there is none that is known to be theirs alone.
    const address = email ?? `${id}@outside.invalid`;
    const user: User = {
      id,
      accountId: role === 'trader' ? ids.outsideIdOf('account', identity) : null,
      role,
      username,
      usernameKey: nameKey(username),
      email: address,
      emailKey: nameKey(address),
      passwordHash: null,
      createdAtMs: clock.now(),
    };
    const added = await users.add(user);
    if (added === 'added') return user;
    // Made by somebody else at the same moment, or another user has the name or the address: who logs in by a password is never taken over.
    const made = await users.findById(id);
    if (made !== undefined) return made;
    if (added === 'username-taken') username = unique;
    else email = null;
  }
  throw new RangeError(`the names of the outside user ${id} are taken`);
}

/** Name and address can each be taken once. */
const MAX_TRIES = 3;
const UNIQUE_PREFIX_LENGTH = 19;
