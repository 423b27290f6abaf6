import type { Role } from './role.ts';

/** What an API key may be allowed to do. A person who is logged in may do all that the role may. */
export type Scope =
  | 'account:read'
  | 'account:write'
  | 'orders:read'
  | 'orders:write'
  | 'market:read'
  | 'history:read'
  | 'trades:read'
  | 'trades:write'
  | 'events:write'
  | 'compliance:read'
  | 'compliance:write'
  | 'reports:read'
  | 'reports:write'
  | 'operations:read'
  | 'operations:write'
  | 'api-keys:write';

const SCOPES_OF_ROLE: Readonly<Record<Role, readonly Scope[]>> = {
  trader: [
    'account:read',
    'account:write',
    'orders:read',
    'orders:write',
    'market:read',
    'history:read',
    'api-keys:write',
  ],
  operator: [
    'market:read',
    'history:read',
    'trades:read',
    'trades:write',
    'events:write',
    'compliance:read',
    'compliance:write',
    'reports:read',
    'reports:write',
    'operations:read',
    'operations:write',
    'api-keys:write',
  ],
};

/** All that a role may do, which is also the most that a key of it can be given. */
export function scopesOf(role: Role): readonly Scope[] {
  return SCOPES_OF_ROLE[role];
}

/** All scopes, each once. */
export const SCOPES: readonly Scope[] = [...new Set([...SCOPES_OF_ROLE.trader, ...SCOPES_OF_ROLE.operator])];
