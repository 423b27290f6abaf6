import { describe, expect, it } from 'vitest';
import { accessRefusal } from './access.ts';
import type { Principal } from './principal.ts';
import { scopesOf } from './scope.ts';

const USER: Principal = { kind: 'user', userId: 'u', accountId: 'a', role: 'trader', scopes: scopesOf('trader') };
const KEY: Principal = { ...USER, kind: 'api-key', scopes: ['orders:read'] };

describe('access', () => {
  it('is refused to a role that is not named', () => {
    expect(accessRefusal(USER, { roles: ['operator'] })).toBe('wrong-role');
    expect(accessRefusal(KEY, { roles: ['operator'], scopes: [] })).toBe('wrong-role');
  });

  it('is given to people of the role, whatever scopes keys need', () => {
    expect(accessRefusal(USER, { roles: ['trader'] })).toBeNull();
    expect(accessRefusal(USER, { roles: ['trader', 'operator'], scopes: ['orders:write'] })).toBeNull();
  });

  it('is given to API keys only where scopes are named, and only with all of them', () => {
    expect(accessRefusal(KEY, { roles: ['trader'] })).toBe('api-key-not-accepted');
    expect(accessRefusal(KEY, { roles: ['trader'], scopes: [] })).toBeNull();
    expect(accessRefusal(KEY, { roles: ['trader'], scopes: ['orders:read'] })).toBeNull();
    expect(accessRefusal(KEY, { roles: ['trader'], scopes: ['orders:read', 'orders:write'] })).toBe('missing-scope');
  });
});
