import type { Role } from './role.ts';
import type { Scope } from './scope.ts';

/** Who makes a call: a person who logged in, or a program with an API key of that person. */
export interface Principal {
  readonly kind: 'user' | 'api-key';
  readonly userId: string;
  /** The one account of a trader; null for an operator, who has none. */
  readonly accountId: string | null;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  /** When the token or the API key that was shown expires, epoch milliseconds; absent for a key that never does. */
  readonly expiresAtMs?: number;
}
