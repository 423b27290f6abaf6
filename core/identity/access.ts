import type { Principal } from './principal.ts';
import type { Role } from './role.ts';
import type { Scope } from './scope.ts';

/** Who may use something: one of the roles and, for API keys, all of the scopes. */
export interface Requirement {
  readonly roles: readonly Role[];
  /** Absent: only a person who logged in, no API key. Empty: every key of the roles. */
  readonly scopes?: readonly Scope[];
}

/** Why a known caller may not do something. */
export type AccessRefusal = 'wrong-role' | 'api-key-not-accepted' | 'missing-scope';

/** Why the principal may not, or null when it may. */
export function accessRefusal(principal: Principal, requirement: Requirement): AccessRefusal | null {
  if (!requirement.roles.includes(principal.role)) return 'wrong-role';
  if (principal.kind === 'user') return null;
  if (requirement.scopes === undefined) return 'api-key-not-accepted';
  return requirement.scopes.every((scope) => principal.scopes.includes(scope)) ? null : 'missing-scope';
}
