import type { AuditReader, AuditSnapshot } from '@bourse/application/ports/audit-reader.ts';
import type { Finding } from '@bourse/core/audit/finding.ts';
import type { JournalHead } from '@bourse/core/ledger/journal.ts';
import { sql } from 'kysely';
import type { AccountRow, PositionRow } from '../books/account-row-codec.ts';
import { accountFromRow, positionFromRow } from '../books/account-row-codec.ts';
import type { JournalRow } from '../books/journal-row-codec.ts';
import { JOURNAL_SELECTION, journalFromRow } from '../books/journal-row-codec.ts';
import type { Database, Sql } from '../database.ts';
import { contradictions } from './contradictions.ts';

/** Reads the books in one REPEATABLE READ transaction, so that journal and balances belong to the same moment. */
export function createPostgresAuditReader(database: Database): AuditReader {
  return {
    snapshot: (work) =>
      database.query((connection) =>
        connection
          .transaction()
          .setIsolationLevel('repeatable read')
          .setAccessMode('read only')
          .execute(async (transaction) => {
            // An audit of a large journal takes longer than any statement of the daily work may.
            await sql`SET LOCAL statement_timeout = 0`.execute(transaction);
            return await work(snapshotOf(transaction));
          }),
      ),
    async verifiedHeads() {
      const { rows } = await database.query((connection) =>
        sql<JournalHead>`SELECT partition, sequence, encode(hash, 'hex') AS hash FROM audit_progress`.execute(
          connection,
        ),
      );
      return rows;
    },
    async saveVerifiedHeads(heads) {
      const rows = heads.map(({ partition, sequence, hash }) => ({
        partition,
        sequence: sequence.toString(),
        hash: `\\x${hash}`,
      }));
      await database.query((connection) =>
        sql`
          INSERT INTO audit_progress AS known SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json)
            AS row (partition integer, sequence bigint, hash bytea)
          ON CONFLICT (partition) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash
            WHERE known.sequence < excluded.sequence`.execute(connection),
      );
    },
  };
}

function snapshotOf(transaction: Sql): AuditSnapshot {
  return {
    async heads() {
      const { rows } = await sql<JournalHead>`
        SELECT partition, sequence, encode(hash, 'hex') AS hash FROM journal_heads ORDER BY partition`.execute(
        transaction,
      );
      return rows;
    },
    async journal(partition, afterSequence, limit) {
      // Sequences have no gaps, so a range of them is a page, and the block-range index finds it.
      const { rows } = await sql<JournalRow>`
        SELECT ${sql.raw(JOURNAL_SELECTION)} FROM journal
        WHERE partition = ${partition} AND sequence > ${afterSequence} AND sequence <= ${afterSequence + BigInt(limit)}
        ORDER BY sequence`.execute(transaction);
      return rows.map(journalFromRow);
    },
    async accounts(afterAccountId, limit) {
      const { rows } = await sql<AccountRow>`
        SELECT * FROM accounts ${afterAccountId === null ? sql`` : sql`WHERE account_id > ${afterAccountId}`}
        ORDER BY account_id LIMIT ${limit}`.execute(transaction);
      return rows.map(accountFromRow);
    },
    async positions(after, limit) {
      const { rows } = await sql<PositionRow>`
        SELECT * FROM positions ${after === null ? sql`` : sql`WHERE (account_id, symbol) > (${after.accountId}, ${after.symbol})`}
        ORDER BY account_id, symbol LIMIT ${limit}`.execute(transaction);
      return rows.map(positionFromRow);
    },
    async contradictions(accountIds, limit): Promise<readonly Finding[]> {
      return await contradictions(transaction, accountIds, limit);
    },
  };
}
