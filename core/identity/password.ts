/** What can be wrong with a new password. */
export type PasswordFault =
  'password-length' | 'password-well-known' | 'password-repeats-name' | 'password-one-character';

/**
 * Shortest and longest password in characters (OWASP ASVS 5.0, 6.2.1 and 6.2.9: at least 8, at least 64 allowed; a maximum keeps
 * hashing bounded). No rules about kinds of characters, as 6.2.5 asks.
 */
export const PASSWORD_LENGTH = { min: 8, max: 128 } as const;

/** Checks a new password; `names` are what an attacker tries first: user name and address of its owner. */
export function passwordFaults(password: string, names: readonly string[]): readonly PasswordFault[] {
  const faults: PasswordFault[] = [];
  const length = [...password].length;
  if (length < PASSWORD_LENGTH.min || length > PASSWORD_LENGTH.max) faults.push('password-length');
  const folded = password.toLowerCase();
  if (WELL_KNOWN.has(folded)) faults.push('password-well-known');
  if (names.some((name) => name !== '' && folded === name.toLowerCase())) faults.push('password-repeats-name');
  if (length > 1 && new Set(password).size === 1) faults.push('password-one-character');
  return faults;
}

/** The passwords of at least 8 characters that head every published list of leaked ones. */
const WELL_KNOWN: ReadonlySet<string> = new Set([
  '12345678',
  '123456789',
  '1234567890',
  '0123456789',
  '87654321',
  '987654321',
  '11223344',
  '12341234',
  '123123123',
  '147258369',
  '123654789',
  '123qweasd',
  '1q2w3e4r',
  '1q2w3e4r5t',
  '1qaz2wsx',
  '1qazxsw2',
  'q1w2e3r4',
  'qwerty123',
  'qwerty12',
  'qwertyui',
  'qwertyuiop',
  'qwer1234',
  'asdfghjk',
  'asdfghjkl',
  'asdf1234',
  'zxcvbnm1',
  'abcd1234',
  'abcdefgh',
  'abc12345',
  'a1b2c3d4',
  'aa123456',
  'password',
  'password1',
  'password12',
  'password123',
  'passw0rd',
  'p@ssw0rd',
  'p@ssword',
  'pass1234',
  'iloveyou',
  'iloveyou1',
  'sunshine',
  'princess',
  'football',
  'baseball',
  'superman',
  'trustno1',
  'whatever',
  'starwars',
  'computer',
  'michelle',
  'jennifer',
  'letmein1',
  'letmein123',
  'welcome1',
  'welcome123',
  'admin123',
  'admin1234',
  'administrator',
  'changeme',
  'changeme1',
  'monkey123',
  'dragon123',
  'master123',
  'internet',
  'samsung1',
  'football1',
  'charlie1',
  'liverpool',
  'pokemon1',
]);
