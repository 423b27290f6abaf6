import type { RefreshFamily, User } from '@bourse/application/ports/identity.ts';
import type { ApiKey } from '@bourse/core/identity/api-key.ts';
import type { Role } from '@bourse/core/identity/role.ts';
import type { Scope } from '@bourse/core/identity/scope.ts';

/** A row of users. */
export interface UserRow {
  readonly id: string;
  readonly account_id: string | null;
  readonly role: Role;
  readonly username: string;
  readonly username_key: string;
  readonly email: string;
  readonly email_key: string;
  readonly password_hash: string | null;
  readonly created_at_ms: bigint;
}

/** A row of api_keys, with whom it acts for. */
export interface ApiKeyRow {
  readonly user_id: string;
  readonly account_id: string | null;
  readonly role: Role;
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly created_at_ms: bigint;
  readonly expires_at_ms: bigint | null;
  readonly last_used_at_ms: bigint | null;
}

/** A row of refresh_families, its digest in hexadecimal. */
export interface RefreshFamilyRow {
  readonly id: string;
  readonly user_id: string;
  readonly digest: string;
  readonly expires_at_ms: bigint;
  readonly began_at_ms: bigint;
  readonly ends_at_ms: bigint;
  readonly user_agent: string | null;
}

/** The family of refresh tokens in a row. */
export function refreshFamilyFromRow(row: RefreshFamilyRow): RefreshFamily {
  return {
    id: row.id,
    userId: row.user_id,
    digest: row.digest,
    expiresAtMs: Number(row.expires_at_ms),
    beganAtMs: Number(row.began_at_ms),
    endsAtMs: Number(row.ends_at_ms),
    userAgent: row.user_agent,
  };
}

/** The user in a row. */
export function userFromRow(row: UserRow): User {
  return {
    id: row.id,
    accountId: row.account_id,
    role: row.role,
    username: row.username,
    usernameKey: row.username_key,
    email: row.email,
    emailKey: row.email_key,
    passwordHash: row.password_hash,
    createdAtMs: Number(row.created_at_ms),
  };
}

/** The API key in a row. */
export function apiKeyFromRow(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    owner: { userId: row.user_id, accountId: row.account_id, role: row.role },
    scopes: row.scopes,
    createdAtMs: Number(row.created_at_ms),
    expiresAtMs: row.expires_at_ms === null ? null : Number(row.expires_at_ms),
    lastUsedAtMs: row.last_used_at_ms === null ? null : Number(row.last_used_at_ms),
  };
}
