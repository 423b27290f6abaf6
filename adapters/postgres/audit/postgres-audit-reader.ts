import type { AuditReader, AuditRun, AuditSnapshot, AuditState } from '@bourse/application/ports/audit-reader.ts';
import type { TradeProgress } from '@bourse/application/ports/trade-audit.ts';
import type { Finding } from '@bourse/core/audit/finding.ts';
import { addFindings, withoutFindings } from '@bourse/core/audit/finding-list.ts';
import type { JournalHead } from '@bourse/core/ledger/journal.ts';
import { sql } from 'kysely';
import type { AccountRow, PositionRow } from '../books/account-row-codec.ts';
import { accountFromRow, positionFromRow } from '../books/account-row-codec.ts';
import type { JournalRow } from '../books/journal-row-codec.ts';
import { JOURNAL_SELECTION, journalFromRow } from '../books/journal-row-codec.ts';
import type { Database, Sql } from '../database.ts';
import { HEAD_COLUMNS } from '../books/journal-row-codec.ts';
import type { Column } from '../rows.ts';
import { rowsOf } from '../rows.ts';
import type { FindingJson } from './finding-codec.ts';
import { findingFromJson, findingToJson } from './finding-codec.ts';
import { contradictions } from './contradictions.ts';
import { createPostgresTradeAudit } from './postgres-trade-audit.ts';

interface StateRow {
  readonly last_run_at_ms: bigint;
  readonly findings: readonly FindingJson[];
}

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
    state: () => database.query(readState),
    noteRun: (run, maxFindings) =>
      database.query((connection) =>
        connection.transaction().execute((transaction) => writeRun(transaction, run, maxFindings)),
      ),
    async clearFindings(cleared) {
      await database.query((connection) =>
        connection.transaction().execute(async (transaction) => {
          const kept = withoutFindings(await lockFindings(transaction), cleared);
          await sql`UPDATE audit_state SET findings = ${jsonOf(kept)}`.execute(transaction);
        }),
      );
    },
  };
}

const PROGRESS_COLUMNS: readonly Column<TradeProgress>[] = [
  ['partition', 'integer', ({ partition }) => partition],
  ['position', 'bigint', ({ position }) => position],
];

async function readState(connection: Sql): Promise<AuditState> {
  const { rows } = await sql<StateRow>`SELECT last_run_at_ms, findings FROM audit_state`.execute(connection);
  const heads = await sql<JournalHead>`
    SELECT partition, sequence, encode(hash, 'hex') AS hash FROM audit_progress ORDER BY partition`.execute(connection);
  const trades = await sql<TradeProgress>`
    SELECT partition, position FROM audit_trade_progress ORDER BY partition`.execute(connection);
  const [row] = rows;
  return {
    lastRunAtMs: row === undefined ? null : Number(row.last_run_at_ms),
    verified: heads.rows,
    verifiedTrades: trades.rows,
    findings: row?.findings.map(findingFromJson) ?? [],
  };
}

/** The findings that are known, which nobody else changes until the transaction ends. */
async function lockFindings(transaction: Sql): Promise<readonly Finding[]> {
  const { rows } = await sql<Pick<StateRow, 'findings'>>`SELECT findings FROM audit_state FOR UPDATE`.execute(
    transaction,
  );
  return rows[0]?.findings.map(findingFromJson) ?? [];
}

function jsonOf(findings: readonly Finding[]): string {
  return JSON.stringify(findings.map(findingToJson));
}

async function writeRun(transaction: Sql, run: AuditRun, maxFindings: number): Promise<AuditState> {
  const { atMs, verified, verifiedTrades } = run;
  await sql`
    INSERT INTO audit_state (last_run_at_ms, findings) VALUES (${atMs}, '[]') ON CONFLICT (only_row) DO NOTHING`.execute(
    transaction,
  );
  const findings = addFindings(await lockFindings(transaction), run.findings, maxFindings);
  await sql`UPDATE audit_state SET last_run_at_ms = ${atMs}, findings = ${jsonOf(findings)}`.execute(transaction);
  await sql`
    INSERT INTO audit_trade_progress AS known (partition, position) SELECT * FROM ${rowsOf(PROGRESS_COLUMNS, verifiedTrades)}
    ON CONFLICT (partition) DO UPDATE SET position = excluded.position
    WHERE known.position < excluded.position`.execute(transaction);
  await sql`
    INSERT INTO audit_progress AS known (partition, sequence, hash) SELECT * FROM ${rowsOf(HEAD_COLUMNS, verified)}
    ON CONFLICT (partition) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash
    WHERE known.sequence < excluded.sequence`.execute(transaction);
  return readState(transaction);
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
    async firstPartitions() {
      const { rows } = await sql<{ first_partition: number }>`
        SELECT first_partition FROM log_layouts ORDER BY number`.execute(transaction);
      return rows.map(({ first_partition: first }) => first);
    },
    async journal(partition, afterSequence, limit) {
      // Sequences have no gaps, so a range of them is a page.
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
    trades: (source) => createPostgresTradeAudit(transaction, source),
  };
}
