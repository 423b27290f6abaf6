import type { Principal } from './principal.ts';
import type { Scope } from './scope.ts';

/** An API key as it is kept. The key itself is known to its owner only. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** Whom it acts for. */
  readonly owner: { readonly userId: string; readonly accountId: string | null; readonly role: Principal['role'] };
  readonly scopes: readonly Scope[];
  readonly createdAtMs: number;
  /** Null: never. */
  readonly expiresAtMs: number | null;
  /** Null: not used yet. Told to the minute. */
  readonly lastUsedAtMs: number | null;
}

/** What somebody who wants a key gives. */
export interface ApiKeyForm {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAtMs: number | null;
}

/** What is wrong with a form, by field; `index` says which scope. */
export type ApiKeyFault =
  | { readonly field: 'name'; readonly reason: 'name-blank' }
  | { readonly field: 'scopes'; readonly index: number; readonly reason: 'scope-not-held' }
  | { readonly field: 'expiresAt'; readonly reason: 'expiry-not-in-future' | 'expiry-after-own' };

/** Most keys one user can have. */
export const MAX_API_KEYS = 100;

/** Checks a form; a key never gets more than its maker holds, nor lasts longer than a key that makes it. Answers all faults, not the first. */
export function apiKeyFaults(form: ApiKeyForm, maker: Principal, nowMs: number): readonly ApiKeyFault[] {
  const notHeld = form.scopes.flatMap((scope, index) =>
    maker.scopes.includes(scope) ? [] : [{ field: 'scopes', index, reason: 'scope-not-held' } as const],
  );
  return [
    ...(form.name.trim() === '' ? [{ field: 'name', reason: 'name-blank' } as const] : []),
    ...notHeld,
    ...(form.expiresAtMs !== null && form.expiresAtMs <= nowMs
      ? [{ field: 'expiresAt', reason: 'expiry-not-in-future' } as const]
      : []),
    ...(maker.kind === 'api-key' && (form.expiresAtMs ?? Infinity) > (maker.expiresAtMs ?? Infinity)
      ? [{ field: 'expiresAt', reason: 'expiry-after-own' } as const]
      : []),
  ];
}

const PREFIX = 'bourse_';
const API_KEY = /^bourse_[A-Za-z0-9_-]{43}$/;

/** Writes a key: a prefix that scanners for leaked secrets can find, and 256 random bits in base64url. */
export function formatApiKey(secret: string): string {
  const key = PREFIX + secret;
  if (!API_KEY.test(key)) throw new RangeError('an API key needs 256 bits in base64url');
  return key;
}

/** Whether something can be an API key at all; what cannot is not looked up. */
export function isApiKeyFormat(text: string): boolean {
  return API_KEY.test(text);
}

/** Whom a call with this key is made by; null once the key has expired. */
export function principalOf(key: ApiKey, nowMs: number): Principal | null {
  if (key.expiresAtMs !== null && key.expiresAtMs <= nowMs) return null;
  const expiry = key.expiresAtMs === null ? {} : { expiresAtMs: key.expiresAtMs };
  return { kind: 'api-key', ...key.owner, scopes: key.scopes, ...expiry };
}
