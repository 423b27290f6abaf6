import { parseMicros } from '@bourse/core/money/decimal.ts';
import { isSigningKey } from '@bourse/runtime/signing-key.ts';

/** One environment variable: what it means, how it is read, and what holds without it. */
export interface Setting<Value> {
  readonly name: string;
  readonly meaning: string;
  /** What holds when it is not set, as it would be written. */
  readonly standard: string | null;
  readonly secret: boolean;
  /** The value, or what is wrong with the text: "must be …". */
  readonly read: (text: string) => { readonly value: Value } | { readonly fault: string };
}

type Description = Omit<Setting<unknown>, 'read' | 'standard' | 'secret'> & {
  readonly standard?: string;
  readonly secret?: boolean;
};

/** Any text. */
export function text(description: Description): Setting<string> {
  return setting(description, (value) => ({ value }));
}

/** Text of at least so many characters. */
export function longText(description: Description, minLength: number): Setting<string> {
  return setting(description, (value) =>
    value.length >= minLength ? { value } : { fault: `must have at least ${minLength} characters` },
  );
}

/** A whole number within limits. */
export function wholeNumber(description: Description, min: number, max: number): Setting<number> {
  return setting(description, (given) => {
    const value = Number(given);
    const fits = /^\d{1,15}$/.test(given) && value >= min && value <= max;
    return fits ? { value } : { fault: `must be a whole number from ${min} to ${max}` };
  });
}

/** A decimal number above or at a minimum, read as millionths. */
export function decimal(description: Description, minMicros: bigint, maxMicros: bigint): Setting<bigint> {
  return setting(description, (given) => {
    const value = parseMicros(given);
    const fits = value !== undefined && value >= minMicros && value <= maxMicros;
    return fits
      ? { value }
      : { fault: `must be a decimal number from ${Number(minMicros) / 1e6} to ${Number(maxMicros) / 1e6}` };
  });
}

/** One of a few words. */
export function choice<Word extends string>(description: Description, words: readonly Word[]): Setting<Word> {
  return setting(description, (given) => {
    const value = words.find((word) => word === given);
    return value === undefined ? { fault: `must be one of ${words.join(', ')}` } : { value };
  });
}

/** An address with one of these schemes. */
export function address(description: Description, schemes: readonly string[]): Setting<string> {
  return setting(description, (value) => {
    const fits = URL.canParse(value) && schemes.includes(new URL(value).protocol);
    return fits
      ? { value }
      : { fault: `must be an address that begins with ${schemes.map((name) => `${name}//`).join(' or ')}` };
  });
}

/** Text that a regular expression describes; `fault` says what it must be. */
export function pattern(description: Description, form: RegExp, fault: string): Setting<string> {
  return setting(description, (value) => (form.test(value) ? { value } : { fault }));
}

/** Servers as "host:port", one or several with commas between. */
export function servers(description: Description): Setting<readonly string[]> {
  return setting(description, (given) => {
    const value = given.split(',').map((server) => server.trim());
    const fits = value.every((server) => /^(\[[0-9a-fA-F:]+\]|[^\s:,[\]/]+):\d{1,5}$/.test(server));
    return fits ? { value } : { fault: 'must be servers as host:port, with commas between' };
  });
}

/**
 * The address of a PostgreSQL server as libpq writes it. Its host may be left out where the parameter `host` names the directory of a
 * Unix socket, "postgresql://bourse@/bourse?host=/run/postgresql", which is no URL to the rest of the world.
 */
export function databaseAddress(description: Description): Setting<string> {
  return setting(description, (value) => {
    const url = URL.parse(value.replace('@/', '@localhost/'));
    const fits = url !== null && ['postgres:', 'postgresql:'].includes(url.protocol);
    return fits ? { value } : { fault: 'must be an address that begins with postgres:// or postgresql://' };
  });
}

/** A private key that access tokens are signed with. */
export function signingKey(description: Description): Setting<string> {
  const fault =
    'must be a private Ed25519 key, as PEM (PKCS #8) or as a JSON Web Key; make one with: openssl genpkey -algorithm ed25519';
  return setting(description, (value) => (isSigningKey(value) ? { value } : { fault }));
}

/** A time of day as HH:MM, read as minutes after midnight. */
export function timeOfDay(description: Description): Setting<number> {
  return setting(description, (given) => {
    const [, hours = '', minutes = ''] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(given) ?? [];
    return hours === ''
      ? { fault: 'must be a time of day such as 21:00' }
      : { value: Number(hours) * 60 + Number(minutes) };
  });
}

/** How many proxies stand in front: "false" is none and "true" is one. */
export function proxies(description: Description): Setting<number> {
  return setting(description, (given) => {
    const value = given === 'false' ? 0 : given === 'true' ? 1 : Number(given);
    const fits = /^(true|false|[0-9])$/.test(given);
    return fits ? { value } : { fault: 'must be false, true, or a number of proxies from 0 to 9' };
  });
}

function setting<Value>(description: Description, read: Setting<Value>['read']): Setting<Value> {
  return { secret: false, ...description, standard: description.standard ?? null, read };
}
