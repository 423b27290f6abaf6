import { describe, expect, it } from 'vitest';
import { claimNames } from './claim-names.ts';

describe('a claim', () => {
  it.each([
    [{ role: 'operator' }, 'role', true],
    [{ role: 'operators' }, 'role', false],
    [{ roles: ['trader', 'operator'] }, 'roles', true],
    [{ roles: 'trader operator' }, 'roles', false],
    [{ roles: [['operator']] }, 'roles', false],
    [{ realm_access: { roles: ['operator'] } }, 'realm_access.roles', true],
    [{ realm_access: ['operator'] }, 'realm_access.roles', false],
    [{ 'https://example.com/roles': ['operator'] }, 'https://example.com/roles', true],
    [{ 'a.b': 'trader', a: { b: 'operator' } }, 'a.b', false],
    [{}, 'constructor.name', false],
    [{}, '', false],
  ])('in %j at %s names the operator: %s', (claims, path, expected) => {
    expect(claimNames(claims, path, 'operator')).toBe(expected);
  });
});
