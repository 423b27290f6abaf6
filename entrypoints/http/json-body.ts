import { isUtf8 } from 'node:buffer';
import type { Result } from '@bourse/core/result.ts';
import { ok, refuse } from '@bourse/core/result.ts';

/** Why a body is not taken. */
export type JsonRefusal =
  'not-utf-8' | 'malformed-json' | 'too-deeply-nested' | 'forbidden-field-name' | 'forbidden-character';

/** Deepest nesting of a body: far beyond what any route asks for, far below what could overflow a stack. */
export const MAX_JSON_DEPTH = 32;

/**
 * Reads a JSON document (RFC 8259). Refuses, beyond what is no JSON: broken UTF-8, which would silently become something else; NUL and
 * half surrogate pairs, which no database column can keep; and field names that change the prototype of what they are copied into.
 */
export function readJson(bytes: Buffer): Result<unknown, JsonRefusal> {
  if (!isUtf8(bytes)) return refuse('not-utf-8');
  const text = bytes.toString('utf8');
  const document = parsed(text);
  if (document === NOT_JSON) return refuse('malformed-json');
  // A forbidden character can be in a string only where it is escaped.
  const fault = faultIn(document, MAX_JSON_DEPTH, text.includes('\\u'));
  return fault === null ? ok(document) : refuse(fault);
}

/** Whether text holds NUL or half of a surrogate pair. */
export function hasForbiddenCharacter(text: string): boolean {
  return /[\0\p{Cs}]/u.test(text);
}

const NOT_JSON = Symbol('not JSON');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

function faultIn(value: unknown, depthLeft: number, escapes: boolean): JsonRefusal | null {
  if (typeof value === 'string') return escapes && hasForbiddenCharacter(value) ? 'forbidden-character' : null;
  if (typeof value !== 'object' || value === null) return null;
  if (depthLeft === 0) return 'too-deeply-nested';
  if (Array.isArray(value)) return firstFault(value, (item) => faultIn(item, depthLeft - 1, escapes));
  return firstFault(Object.entries(value), ([name, member]) => {
    if (name === '__proto__' || name === 'constructor') return 'forbidden-field-name';
    if (escapes && hasForbiddenCharacter(name)) return 'forbidden-character';
    return faultIn(member, depthLeft - 1, escapes);
  });
}

function firstFault<Item>(items: readonly Item[], faultOf: (item: Item) => JsonRefusal | null): JsonRefusal | null {
  for (const item of items) {
    const fault = faultOf(item);
    if (fault !== null) return fault;
  }
  return null;
}
