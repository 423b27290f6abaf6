import type { ApiKey } from '@bourse/core/identity/api-key.ts';
import type { Principal } from '@bourse/core/identity/principal.ts';
import type { Role } from '@bourse/core/identity/role.ts';

/** Somebody who can log in. */
export interface User {
  readonly id: string;
  /** Null for operators. */
  readonly accountId: string | null;
  readonly role: Role;
  readonly username: string;
  /** Unique; see nameKey. */
  readonly usernameKey: string;
  readonly email: string;
  /** Unique; see nameKey. */
  readonly emailKey: string;
  /** As PasswordHasher wrote it; null when no password opens it. */
  readonly passwordHash: string | null;
  readonly createdAtMs: number;
}

/** The users. */
export interface UserStore {
  /** Adds a user and, for a trader, nothing else: the books start empty. Throws Fault('unavailable'). */
  add(user: User): Promise<'added' | 'username-taken' | 'email-taken'>;
  /** Throws Fault('unavailable'). */
  findById(id: string): Promise<User | undefined>;
  /** Throws Fault('unavailable'). */
  findByUsername(usernameKey: string): Promise<User | undefined>;
  /** Gives a user another password hash, if the one of now is still `fromHash`. Throws Fault('unavailable'). */
  changePassword(id: string, fromHash: string, toHash: string): Promise<'changed' | 'outdated'>;
}

/** What is kept of an API key and never told. */
export interface ApiKeyMaking {
  readonly digest: string;
  /** Its maker's own name for the request that makes it; null without one. */
  readonly idempotencyKey: string | null;
}

/** The API keys, each kept under the digest of the key; revoked ones are gone. */
export interface ApiKeyStore {
  /**
   * Adds a key. Answers the id of the key that its user has already by the same idempotency key, if there is one; else 'too-many' when the user has
   * `maxPerUser`, expired ones included. Throws Fault('unavailable').
   */
  add(
    key: ApiKey,
    making: ApiKeyMaking,
    maxPerUser: number,
  ): Promise<'added' | 'too-many' | { readonly madeBefore: string }>;
  /** Throws Fault('unavailable'). */
  findByDigest(digest: string): Promise<ApiKey | undefined>;
  /** A page of the keys of a user by ascending id, those behind `afterId` if it is not null. Throws Fault('unavailable'). */
  list(userId: string, afterId: string | null, limit: number): Promise<readonly ApiKey[]>;
  /** Removes a key of that user for good. Throws Fault('unavailable'). */
  revoke(userId: string, id: string): Promise<'revoked' | 'not-found'>;
  /** Notes that a key was used, unless something later is noted; nothing happens when it is gone. Throws Fault('unavailable'). */
  recordUse(digest: string, atMs: number): Promise<void>;
}

/** A chain of refresh tokens that began with one log-in. Only the digest of the newest token is kept. */
export interface RefreshFamily {
  readonly id: string;
  readonly userId: string;
  readonly digest: string;
  /** When it ends unless its token is exchanged before. */
  readonly expiresAtMs: number;
  readonly beganAtMs: number;
  /** When it ends whatever happens. */
  readonly endsAtMs: number;
  /** What the client called itself at the log-in; null when it said nothing. */
  readonly userAgent: string | null;
}

/** The refresh tokens, by family. */
export interface RefreshTokenStore {
  /**
   * Begins a family. Those of the same user that have expired at `nowMs` are removed, and the ones that expire first when there
   * would be more than `maxPerUser`. Throws Fault('unavailable').
   */
  begin(family: RefreshFamily, nowMs: number, maxPerUser: number): Promise<void>;
  /**
   * Exchanges the newest token of a family for the next one: of several calls with one token exactly one succeeds.
   * 'reused' when the token is not the newest: the family is gone afterwards. 'unknown' when there is no such family, or it has ended.
   * Throws Fault('unavailable').
   */
  rotate(rotation: RefreshRotation): Promise<{ readonly userId: string } | 'reused' | 'unknown'>;
  /**
   * The same for a token that several may hold honestly, as the tabs of one browser do. A token that became the newest less than `restMs`
   * ago stays it ('given'); the one before it is then exchanged for it again ('next'), if `nextDigest` is the same as the first time.
   * Throws Fault('unavailable').
   */
  renew(
    rotation: RefreshRotation & { readonly restMs: number },
  ): Promise<{ readonly userId: string; readonly newest: 'given' | 'next' } | 'reused' | 'unknown'>;
  /** Removes a family, if there is one. Throws Fault('unavailable'). */
  end(familyId: string): Promise<void>;
  /** The families of a user that have not ended at `nowMs`, the one that was used last first. Throws Fault('unavailable'). */
  list(userId: string, nowMs: number): Promise<readonly RefreshFamily[]>;
  /** Removes a family of that user. Throws Fault('unavailable'). */
  endOwn(userId: string, familyId: string): Promise<'ended' | 'not-found'>;
  /** Removes the families of a user, all but `keptId` if it is not null. Throws Fault('unavailable'). */
  endOthers(userId: string, keptId: string | null): Promise<void>;
}

/**
 * One exchange of a refresh token. `nextExpiresAtMs` is always the same time after `nowMs`, so when a family expires also says when its
 * token became the newest.
 */
export interface RefreshRotation {
  readonly familyId: string;
  readonly digest: string;
  readonly nextDigest: string;
  readonly nowMs: number;
  readonly nextExpiresAtMs: number;
}

/** Which secret follows another one in a chain of refresh tokens: always the same, and nobody else can tell it. */
export interface SecretSuccession {
  /** 256 bits in base64url. */
  after(secret: string): string;
}

/** Slow one-way hashes of passwords. */
export interface PasswordHasher {
  /** Throws Fault('overloaded') when too many wait. */
  hash(password: string): Promise<string>;
  /** With null it takes as long as with a hash and answers false, so that nobody can tell who exists. Throws Fault('overloaded'). */
  verify(hash: string | null, password: string): Promise<boolean>;
}

/** A public key that access tokens can be verified with, as a JSON Web Key (RFC 7517, RFC 8037). */
export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
}

/** Somebody whom an outside issuer vouches for. */
export interface OutsideIdentity {
  readonly issuer: string;
  /** Who it is, for this issuer and for ever. */
  readonly subject: string;
  readonly role: Role;
  /** What the issuer calls them, which others may be called too. */
  readonly preferredUsername: string | null;
  /** An address that the issuer knows to be theirs. */
  readonly email: string | null;
  readonly expiresAtMs: number;
}

/** Tokens of an outside issuer. */
export interface OutsideTokens {
  /** Whom a token is about; undefined when it is not of the issuer, not for us, not good now, or forged. Throws Fault('unavailable'). */
  verify(token: string): Promise<OutsideIdentity | undefined>;
}

/** Signed access tokens of people who logged in. */
export interface AccessTokens {
  /** A token for a principal of kind 'user', and how long it is good for. */
  issue(principal: Principal): Promise<{ readonly token: string; readonly expiresInSeconds: number }>;
  /** Who a token was issued to, at once where it was verified before; undefined when it is forged, damaged, expired or not ours. */
  verify(token: string): Principal | undefined | Promise<Principal | undefined>;
  /** The keys that tokens are verified with, for others to do the same. */
  publicKeys(): readonly PublicKey[];
}
