import type { QuarantineEntry, QuarantineStore } from '@bourse/application/ports/quarantine-store.ts';
import type { PriceFault } from '@bourse/core/market/price-validation.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { sqlOf } from '../postgres-transactions.ts';
import type { Column } from '../rows.ts';
import { rowsOf } from '../rows.ts';

interface EntryRow {
  readonly symbol: string;
  readonly reason: PriceFault;
  readonly price_micros: bigint | null;
  readonly source: string;
  readonly as_of_ms: bigint;
  readonly last_good_micros: bigint | null;
  readonly quotes: bigint;
  readonly first_at_ms: bigint;
  readonly last_at_ms: bigint;
  readonly over_at_ms: bigint | null;
}

const COLUMNS: readonly Column<QuarantineEntry>[] = [
  ['symbol', 'text', ({ symbol }) => symbol],
  ['reason', 'text', ({ reason }) => reason],
  ['price_micros', 'bigint', ({ priceMicros }) => priceMicros],
  ['source', 'text', ({ source }) => source],
  ['as_of_ms', 'bigint', ({ asOfMs }) => asOfMs],
  ['last_good_micros', 'bigint', ({ lastGoodMicros }) => lastGoodMicros],
  ['quotes', 'bigint', ({ quotes }) => quotes],
  ['first_at_ms', 'bigint', ({ firstAtMs }) => firstAtMs],
  ['last_at_ms', 'bigint', ({ lastAtMs }) => lastAtMs],
  ['over_at_ms', 'bigint', ({ overAtMs }) => overAtMs],
];

/** What the later of the two rows says holds. */
const LATER = ['price_micros', 'source', 'as_of_ms', 'last_good_micros', 'over_at_ms'].map(
  (column) =>
    sql`${sql.ref(column)} = CASE WHEN excluded.last_at_ms >= kept.last_at_ms THEN ${sql.ref(`excluded.${column}`)} ELSE ${sql.ref(`kept.${column}`)} END`,
);

/** Quarantined prices as a table. */
export function createPostgresQuarantineStore(database: Database): QuarantineStore {
  return {
    async add(entries) {
      if (entries.length === 0) return;
      // In one order, so that feeds that write the same rows do not deadlock.
      await database.query((connection) =>
        sql`
          INSERT INTO quarantined_prices AS kept SELECT * FROM ${rowsOf(COLUMNS, entries)} ORDER BY symbol, reason
          ON CONFLICT (symbol, reason) DO UPDATE SET ${sql.join(LATER)}, quotes = kept.quotes + excluded.quotes,
            first_at_ms = least(kept.first_at_ms, excluded.first_at_ms),
            last_at_ms = greatest(kept.last_at_ms, excluded.last_at_ms)`.execute(connection),
      );
    },
    async list({ status, after, limit }) {
      const wanted =
        status === null ? sql`true` : status === 'open' ? sql`over_at_ms IS NULL` : sql`over_at_ms IS NOT NULL`;
      const { rows } = await database.query((connection) =>
        sql<EntryRow>`
          SELECT * FROM quarantined_prices WHERE ${wanted}
            AND (symbol, reason) > (${after?.symbol ?? ''}, ${after?.reason ?? ''})
          ORDER BY symbol, reason LIMIT ${limit}`.execute(connection),
      );
      return rows.map(entryOf);
    },
    async entry(symbol, reason) {
      const { rows } = await database.query((connection) =>
        sql<EntryRow>`SELECT * FROM quarantined_prices WHERE symbol = ${symbol} AND reason = ${reason}`.execute(
          connection,
        ),
      );
      return rows.map(entryOf)[0];
    },
    async openSymbols() {
      const { rows } = await database.query((connection) =>
        sql<{ symbols: bigint }>`
          SELECT count(DISTINCT symbol) AS symbols FROM quarantined_prices WHERE over_at_ms IS NULL`.execute(
          connection,
        ),
      );
      return Number(rows[0]?.symbols ?? 0n);
    },
    async close(transaction, symbol, atMs) {
      await sql`
        UPDATE quarantined_prices SET over_at_ms = ${atMs} WHERE symbol = ${symbol} AND over_at_ms IS NULL`.execute(
        sqlOf(transaction),
      );
    },
  };
}

function entryOf(row: EntryRow): QuarantineEntry {
  return {
    symbol: row.symbol,
    reason: row.reason,
    priceMicros: row.price_micros,
    source: row.source,
    asOfMs: Number(row.as_of_ms),
    lastGoodMicros: row.last_good_micros,
    quotes: Number(row.quotes),
    firstAtMs: Number(row.first_at_ms),
    lastAtMs: Number(row.last_at_ms),
    overAtMs: row.over_at_ms === null ? null : Number(row.over_at_ms),
  };
}
