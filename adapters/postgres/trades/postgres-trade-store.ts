import type { TradeStore } from '@bourse/application/ports/trade-store.ts';
import { lastOfEach } from '@bourse/core/trades/last-of-each.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { statementsOf } from '../postgres-transactions.ts';
import type { Column } from '../rows.ts';
import { cellsOf, rowsText, rowWriter } from '../rows.ts';
import { REPLACED_TRADE_COLUMNS, TRADE_COLUMNS } from './trade-row-codec.ts';

const TRADE_ID_COLUMN: readonly Column<string>[] = [['trade_id', 'text', (tradeId) => tradeId]];

const HIGHEST_VERSIONS = `
  SELECT row.trade_id, highest.version FROM ${rowsText(TRADE_ID_COLUMN)} CROSS JOIN LATERAL (
    SELECT version FROM trades WHERE trades.trade_id = row.trade_id ORDER BY version DESC LIMIT 1
  ) AS highest`;

const addTrades = rowWriter('trades', TRADE_COLUMNS);
const writeTrades = rowWriter('trades', TRADE_COLUMNS, ['trade_id', 'version'], REPLACED_TRADE_COLUMNS);

/** Trades as rows: a batch is one statement, whatever its size, and every look-up is one probe of the primary key. */
export function createPostgresTradeStore(database: Database): TradeStore {
  return {
    async highestVersions(tradeIds) {
      if (tradeIds.length === 0) return new Map();
      const rows = await database.prepared((statements) =>
        statements.run<{ trade_id: string; version: number }>(HIGHEST_VERSIONS, cellsOf(TRADE_ID_COLUMN, tradeIds)),
      );
      return new Map(rows.map(({ trade_id: tradeId, version }) => [tradeId, version]));
    },
    add: (transaction, trades) => addTrades(statementsOf(transaction), trades),
    save: (transaction, trades) => writeTrades(statementsOf(transaction), lastOfEach(trades)),
    async expire(today, maxRows) {
      // Rows that a batch is writing are left out: waiting for them with others locked could end in a deadlock. By their places the rows are
      // found again without a look at any other; they cannot move, as they are locked.
      const { numAffectedRows } = await database.query((connection) =>
        sql`
          UPDATE trades SET expired = true WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM trades WHERE NOT expired AND maturity_date < ${today}::date
            ORDER BY maturity_date LIMIT ${maxRows} FOR UPDATE SKIP LOCKED))`.execute(connection),
      );
      return Number(numAffectedRows ?? 0n);
    },
  };
}
