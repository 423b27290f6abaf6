/** A JSON object whose fields are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads text as a JSON object. Throws TypeError when it is something else. */
export function parseObject(text: string): JsonObject {
  return asObject(JSON.parse(text), 'the document');
}

/** Narrows a value to a JSON object. Throws TypeError when it is none. */
export function asObject(value: unknown, name: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${name} is not an object`);
  return value as JsonObject;
}

/** A nested object. Throws TypeError when it is missing. */
export function object(json: JsonObject, name: string): JsonObject {
  return asObject(json[name], name);
}

/** A string. Throws TypeError when it is missing. */
export function text(json: JsonObject, name: string): string {
  const value = json[name];
  if (typeof value !== 'string') throw new TypeError(`${name} is not a string`);
  return value;
}

/** A string or null. Throws TypeError otherwise. */
export function textOrNull(json: JsonObject, name: string): string | null {
  return json[name] === null ? null : text(json, name);
}

/** A safe integer. Throws TypeError otherwise. */
export function integer(json: JsonObject, name: string): number {
  const value = json[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new TypeError(`${name} is not a whole number`);
  return value;
}

/** A safe integer or null. Throws TypeError otherwise. */
export function integerOrNull(json: JsonObject, name: string): number | null {
  return json[name] === null ? null : integer(json, name);
}

/** A boolean. Throws TypeError otherwise. */
export function flag(json: JsonObject, name: string): boolean {
  const value = json[name];
  if (typeof value !== 'boolean') throw new TypeError(`${name} is neither true nor false`);
  return value;
}

const DIGITS = /^-?\d+$/;

/** Millionths, written as a string of digits. Throws TypeError or SyntaxError otherwise. */
export function micros(json: JsonObject, name: string): bigint {
  const digits = text(json, name);
  // BigInt reads an empty text as zero, and other bases and spaces as well.
  if (!DIGITS.test(digits)) throw new SyntaxError(`${name} is not a string of digits`);
  return BigInt(digits);
}

/** Millionths or null. Throws TypeError or SyntaxError otherwise. */
export function microsOrNull(json: JsonObject, name: string): bigint | null {
  return json[name] === null ? null : micros(json, name);
}

/** One of a closed list of words. Throws TypeError otherwise. */
export function word<Word extends string>(json: JsonObject, name: string, words: readonly Word[]): Word {
  const value = json[name];
  const found = words.find((candidate) => candidate === value);
  if (found === undefined) throw new TypeError(`${name} is not one of ${words.join(', ')}`);
  return found;
}

/** An array. Throws TypeError otherwise. */
export function array(json: JsonObject, name: string): readonly unknown[] {
  const value: unknown = json[name];
  if (!Array.isArray(value)) throw new TypeError(`${name} is not an array`);
  return value;
}
