import type { InstrumentChange, InstrumentControl } from '@bourse/application/ports/instrument-control.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { sqlOf } from '../postgres-transactions.ts';

interface ChangeRow {
  readonly sequence: bigint;
  readonly symbol: string;
  readonly change: InstrumentChange['change'];
  readonly price_micros: bigint | null;
  readonly changed_by: string;
  readonly at_ms: bigint;
}

/** Statuses of instruments, and a table of changes that refuses to be changed itself. */
export function createPostgresInstrumentControl(database: Database): InstrumentControl {
  return {
    async setStatus(transaction, symbol, status) {
      const { rows } = await sql<{ changed: boolean }>`
        WITH before AS (SELECT symbol, status FROM instruments WHERE symbol = ${symbol} FOR UPDATE)
        UPDATE instruments SET status = ${status} FROM before WHERE instruments.symbol = before.symbol
        RETURNING before.status <> ${status} AS changed`.execute(sqlOf(transaction));
      const [row] = rows;
      if (row === undefined) return 'unknown-symbol';
      return row.changed ? 'changed' : 'unchanged';
    },
    async note(transaction, { symbol, change, priceMicros, changedBy, atMs }) {
      const connection = sqlOf(transaction);
      // Held until the end of the transaction, so that the numbers are in the order of the commits. There are few changes.
      await sql`LOCK TABLE instrument_changes IN SHARE ROW EXCLUSIVE MODE`.execute(connection);
      await sql`
        INSERT INTO instrument_changes (sequence, symbol, change, price_micros, changed_by, at_ms)
        SELECT coalesce(max(sequence), 0) + 1, ${symbol}, ${change}, ${priceMicros}::bigint, ${changedBy}, ${atMs}::bigint
          FROM instrument_changes`.execute(connection);
    },
    async changes(before, limit) {
      const { rows } = await database.query((connection) =>
        sql<ChangeRow>`
          SELECT * FROM instrument_changes WHERE ${before}::bigint IS NULL OR sequence < ${before}::bigint
          ORDER BY sequence DESC LIMIT ${limit}`.execute(connection),
      );
      return rows.map(changeOf);
    },
    async lastSequence() {
      const { rows } = await database.query((connection) =>
        sql<{ last: bigint }>`SELECT coalesce(max(sequence), 0) AS last FROM instrument_changes`.execute(connection),
      );
      return rows[0]?.last ?? 0n;
    },
  };
}

function changeOf(row: ChangeRow): InstrumentChange {
  return {
    sequence: row.sequence,
    symbol: row.symbol,
    change: row.change,
    priceMicros: row.price_micros,
    changedBy: row.changed_by,
    atMs: Number(row.at_ms),
  };
}
