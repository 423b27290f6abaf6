import type { ApiKeyStore } from '@bourse/application/ports/identity.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { ApiKeyRow } from './identity-row-codec.ts';
import { apiKeyFromRow } from './identity-row-codec.ts';

/** API keys as a table. */
export function createPostgresApiKeyStore(database: Database): ApiKeyStore {
  return {
    add: (key, { digest, idempotencyKey }, maxPerUser) =>
      database.query((connection) =>
        connection.transaction().execute(async (transaction) => {
          const { userId } = key.owner;
          // Whoever adds a key to the same user waits here, and looks and counts again afterwards.
          await sql`SELECT FROM users WHERE id = ${userId} FOR NO KEY UPDATE`.execute(transaction);
          const { rows } = await sql<{ id: string }>`
            SELECT id FROM api_keys WHERE user_id = ${userId} AND idempotency_key = ${idempotencyKey}`.execute(
            transaction,
          );
          if (rows[0] !== undefined) return { madeBefore: rows[0].id };
          const { numAffectedRows } = await sql`
            INSERT INTO api_keys (user_id, id, digest, name, scopes, created_at_ms, expires_at_ms, last_used_at_ms,
              idempotency_key)
            SELECT ${userId}, ${key.id}, decode(${digest}, 'hex'), ${key.name}, ${[...key.scopes]}::text[],
              ${key.createdAtMs}::bigint, ${key.expiresAtMs}::bigint, ${key.lastUsedAtMs}::bigint, ${idempotencyKey}
            WHERE (SELECT count(*) FROM api_keys WHERE user_id = ${userId}) < ${maxPerUser}`.execute(transaction);
          return numAffectedRows === 1n ? 'added' : 'too-many';
        }),
      ),
    findByDigest: (digest) =>
      database.query(async (connection) => {
        const { rows } = await sql<ApiKeyRow>`
          SELECT k.*, u.account_id, u.role FROM api_keys k JOIN users u ON u.id = k.user_id
          WHERE k.digest = decode(${digest}, 'hex')`.execute(connection);
        return rows.map(apiKeyFromRow)[0];
      }),
    list: (userId, afterId, limit) =>
      database.query(async (connection) => {
        const { rows } = await sql<ApiKeyRow>`
          SELECT k.*, u.account_id, u.role FROM api_keys k JOIN users u ON u.id = k.user_id
          WHERE k.user_id = ${userId} AND (${afterId}::uuid IS NULL OR k.id > ${afterId}::uuid)
          ORDER BY k.id LIMIT ${limit}`.execute(connection);
        return rows.map(apiKeyFromRow);
      }),
    revoke: (userId, id) =>
      database.query(async (connection) => {
        const { numAffectedRows } = await sql`DELETE FROM api_keys WHERE user_id = ${userId} AND id = ${id}`.execute(
          connection,
        );
        return numAffectedRows === 1n ? 'revoked' : 'not-found';
      }),
    recordUse: (digest, atMs) =>
      database.query(async (connection) => {
        await sql`
          UPDATE api_keys SET last_used_at_ms = ${atMs}
          WHERE digest = decode(${digest}, 'hex') AND (last_used_at_ms IS NULL OR last_used_at_ms < ${atMs})`.execute(
          connection,
        );
      }),
  };
}
