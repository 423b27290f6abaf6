import { describe, expect, it } from 'vitest';
import { readRegistration } from './registration.ts';

const FORM = { username: 'Ada.Lovelace', email: 'Ada@Example.com', password: 'correct horse battery' };

function reasonsFor(changes: Partial<typeof FORM>): readonly string[] {
  const read = readRegistration({ ...FORM, ...changes });
  return read.ok ? [] : read.faults.map(({ reason }) => reason);
}

describe('a registration', () => {
  it('keeps names as they were written and compares them without case', () => {
    const read = readRegistration(FORM);
    expect(read).toEqual({ ok: true, value: { ...FORM, usernameKey: 'ada.lovelace', emailKey: 'ada@example.com' } });
  });

  it('tells all faults of all fields, not the first', () => {
    const read = readRegistration({ username: '-', email: 'nobody', password: 'short' });
    expect(read.ok ? [] : read.faults).toEqual([
      { field: 'username', reason: 'username-length' },
      { field: 'username', reason: 'username-characters' },
      { field: 'email', reason: 'email-malformed' },
      { field: 'password', reason: 'password-length' },
    ]);
  });

  it.each(['abc', 'a'.repeat(32), 'a-b', 'A_b.c-9'])('accepts the user name %s', (username) => {
    expect(reasonsFor({ username })).toEqual([]);
  });

  it.each([
    ['ab', 'username-length'],
    ['a'.repeat(33), 'username-length'],
    ['9abc', 'username-characters'],
    ['ada lovelace', 'username-characters'],
    ['adа-cyrillic', 'username-characters'],
    ['ada\n', 'username-characters'],
    ['Bootstrap-Operator', 'username-reserved'],
  ])('refuses the user name %j: %s', (username, reason) => {
    expect(reasonsFor({ username })).toContain(reason);
  });

  it.each(['a@b.co', "o'hara+bourse@mail.example.co.uk", 'jürgen@example.de', `a@${'b'.repeat(60)}.example`])(
    'accepts the address %s',
    (email) => {
      expect(reasonsFor({ email })).toEqual([]);
    },
  );

  it.each([
    '',
    'a',
    'a@',
    '@b.co',
    'a@b',
    'a@@b.co',
    'a b@c.de',
    'a@b..co',
    'a@-b.co',
    'a@b.co\n',
    'a\0@b.co',
    '"a"@b.co',
  ])('refuses the address %j', (email) => {
    expect(reasonsFor({ email })).toEqual(['email-malformed']);
  });

  it('refuses an address that is too long, without trying the pattern on it', () => {
    expect(reasonsFor({ email: `${'a'.repeat(250)}@b.co` })).toEqual(['email-too-long']);
  });
});

describe('a new password', () => {
  it.each(['12characters', 'ünïcödé wörds', '🔑🔑🔑🔑🔐🔐🔐🔐', 'x '.repeat(64)])('may be %s', (password) => {
    expect(reasonsFor({ password })).toEqual([]);
  });

  it('counts characters, not code units', () => {
    expect(reasonsFor({ password: '🔑🔐🔑🔐' })).toEqual(['password-length']);
  });

  it.each([
    ['seven77', 'password-length'],
    ['x1'.repeat(64) + 'x', 'password-length'],
    ['Password123', 'password-well-known'],
    ['ADA.lovelace', 'password-repeats-name'],
    ['ada@example.com', 'password-repeats-name'],
    ['zzzzzzzzzzzz', 'password-one-character'],
  ])('may not be %j: %s', (password, reason) => {
    expect(reasonsFor({ password })).toEqual([reason]);
  });
});
