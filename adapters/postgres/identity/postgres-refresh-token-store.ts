import type { RefreshTokenStore } from '@bourse/application/ports/identity.ts';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { RefreshFamilyRow } from './identity-row-codec.ts';
import { refreshFamilyFromRow } from './identity-row-codec.ts';

/** Refresh tokens as a table with a row for each family. */
export function createPostgresRefreshTokenStore(database: Database): RefreshTokenStore {
  return {
    begin: (family, nowMs, maxPerUser) =>
      database.query((connection) =>
        connection.transaction().execute(async (transaction) => {
          // Log-ins of one user wait for each other, so that together they keep to the maximum.
          await sql`SELECT FROM users WHERE id = ${family.userId} FOR NO KEY UPDATE`.execute(transaction);
          await sql`
            DELETE FROM refresh_families WHERE id IN (
              SELECT id FROM (
                SELECT id, expires_at_ms, ends_at_ms, row_number() OVER (ORDER BY expires_at_ms DESC, id DESC) AS place
                FROM refresh_families WHERE user_id = ${family.userId}
              ) AS ranked WHERE expires_at_ms <= ${nowMs} OR ends_at_ms <= ${nowMs} OR place > ${maxPerUser - 1})`.execute(
            transaction,
          );
          await sql`
            INSERT INTO refresh_families (id, user_id, digest, expires_at_ms, began_at_ms, ends_at_ms, user_agent)
            VALUES (${family.id}, ${family.userId}, decode(${family.digest}, 'hex'), ${family.expiresAtMs},
              ${family.beganAtMs}, ${family.endsAtMs}, ${family.userAgent})`.execute(transaction);
        }),
      ),
    rotate: ({ familyId, digest, nextDigest, nowMs, nextExpiresAtMs }) =>
      database.query(async (connection) => {
        // Of two at the same moment the second waits for the first, and then finds another digest.
        const rotated = await sql<{ readonly user_id: string }>`
          UPDATE refresh_families SET digest = decode(${nextDigest}, 'hex'), expires_at_ms = ${nextExpiresAtMs}
          WHERE id = ${familyId} AND digest = decode(${digest}, 'hex') AND expires_at_ms > ${nowMs} AND ends_at_ms > ${nowMs}
          RETURNING user_id`.execute(connection);
        const [row] = rotated.rows;
        if (row !== undefined) return { userId: row.user_id };
        return endReused(connection, familyId, nowMs);
      }),
    renew: ({ familyId, digest, nextDigest, nowMs, nextExpiresAtMs, restMs }) =>
      database.query(async (connection) => {
        const restingFromMs = nextExpiresAtMs - restMs;
        const renewed = await sql<{ readonly user_id: string }>`
          UPDATE refresh_families SET digest = decode(${nextDigest}, 'hex'), expires_at_ms = ${nextExpiresAtMs}
          WHERE id = ${familyId} AND digest = decode(${digest}, 'hex') AND expires_at_ms > ${nowMs} AND ends_at_ms > ${nowMs}
            AND expires_at_ms <= ${restingFromMs}
          RETURNING user_id`.execute(connection);
        const [row] = renewed.rows;
        if (row !== undefined) return { userId: row.user_id, newest: 'next' };
        // A statement of its own: it sees what somebody did for whom the first one had to wait.
        const resting = await sql<{ readonly user_id: string; readonly given: boolean }>`
          SELECT user_id, digest = decode(${digest}, 'hex') AS given FROM refresh_families
          WHERE id = ${familyId} AND digest IN (decode(${digest}, 'hex'), decode(${nextDigest}, 'hex'))
            AND expires_at_ms > ${nowMs} AND ends_at_ms > ${nowMs} AND expires_at_ms > ${restingFromMs}`.execute(
          connection,
        );
        const [found] = resting.rows;
        if (found !== undefined) return { userId: found.user_id, newest: found.given ? 'given' : 'next' };
        return endReused(connection, familyId, nowMs);
      }),
    end: (familyId) =>
      database.query(async (connection) => {
        await sql`DELETE FROM refresh_families WHERE id = ${familyId}`.execute(connection);
      }),
    list: (userId, nowMs) =>
      database.query(async (connection) => {
        const { rows } = await sql<RefreshFamilyRow>`
          SELECT id, user_id, encode(digest, 'hex') AS digest, expires_at_ms, began_at_ms, ends_at_ms, user_agent
          FROM refresh_families
          WHERE user_id = ${userId} AND expires_at_ms > ${nowMs} AND ends_at_ms > ${nowMs}
          ORDER BY expires_at_ms DESC, id DESC`.execute(connection);
        return rows.map(refreshFamilyFromRow);
      }),
    endOwn: (userId, familyId) =>
      database.query(async (connection) => {
        const removed = await sql`
          DELETE FROM refresh_families WHERE id = ${familyId} AND user_id = ${userId}`.execute(connection);
        return removed.numAffectedRows === 1n ? 'ended' : 'not-found';
      }),
    endOthers: (userId, keptId) =>
      database.query(async (connection) => {
        await sql`
          DELETE FROM refresh_families WHERE user_id = ${userId} AND id IS DISTINCT FROM ${keptId}::uuid`.execute(
          connection,
        );
      }),
  };
}

async function endReused(connection: Kysely<unknown>, familyId: string, nowMs: number): Promise<'reused' | 'unknown'> {
  const removed = await sql`
    DELETE FROM refresh_families WHERE id = ${familyId} AND expires_at_ms > ${nowMs} AND ends_at_ms > ${nowMs}`.execute(
    connection,
  );
  return removed.numAffectedRows === 0n ? 'unknown' : 'reused';
}
