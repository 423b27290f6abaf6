import type { TradeAudit, TradeProgress, TradeSource } from '@bourse/application/ports/trade-audit.ts';
import type { ExpiredTrade } from '@bourse/core/audit/request-audit.ts';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Sql } from '../database.ts';
import type { Column } from '../rows.ts';
import { rowsOf } from '../rows.ts';
import { readableOutcomes } from '../trades/outcome-batch-codec.ts';

/** Outcomes are kept for at least a day (REQUEST_RETENTION_DAYS); clocks may differ by an hour. */
const KEPT_FOR_CERTAIN = sql`interval '23 hours'`;

interface Version {
  readonly tradeId: string;
  readonly version: number;
}

const ID_COLUMN: readonly Column<string>[] = [['trade_id', 'text', (tradeId) => tradeId]];
const VERSION_COLUMNS: readonly Column<Version>[] = [
  ['trade_id', 'text', ({ tradeId }) => tradeId],
  ['version', 'integer', ({ version }) => version],
];

/** The trades as one transaction sees them. Everything but a look at all trades is a range or a probe of a primary key. */
export function createPostgresTradeAudit(transaction: Sql, { group, topic }: TradeSource): TradeAudit {
  return {
    async takenAtMs() {
      const { rows } = await sql<{ at_ms: bigint }>`
        SELECT (extract(epoch FROM now()) * 1000)::bigint AS at_ms`.execute(transaction);
      return Number(rows[0]?.at_ms);
    },
    async decided() {
      const { rows } = await sql<TradeProgress>`
        SELECT partition, position FROM log_positions
        WHERE group_name = ${group} AND topic = ${topic} ORDER BY partition`.execute(transaction);
      return rows;
    },
    async keptFrom(partition, from) {
      const { rows } = await sql<{ kept_from: bigint | null }>`
        SELECT least(
          (SELECT min(base_position) FROM trade_outcomes WHERE partition = ${partition} AND base_position >= ${from}),
          (SELECT greatest(base_position, ${from}) FROM log_batches
            WHERE topic = ${topic} AND partition = ${partition} AND base_position >= coalesce((
                SELECT max(base_position) FROM log_batches
                WHERE topic = ${topic} AND partition = ${partition} AND base_position <= ${from}), ${from})
              AND base_position + record_count > ${from} AND appended_at > now() - ${KEPT_FOR_CERTAIN}
            ORDER BY base_position LIMIT 1)) AS kept_from`.execute(transaction);
      return rows[0]?.kept_from ?? null;
    },
    async outcomes(partition, from, { maxBatches, maxOutcomes }) {
      const { rows } = await sql<{ base_position: bigint; payload: string }>`
        SELECT base_position, payload FROM (
          SELECT *, sum(records) OVER (ORDER BY base_position) AS so_far FROM (
            SELECT base_position, payload, records FROM trade_outcomes
            WHERE partition = ${partition} AND base_position >= ${from} ORDER BY base_position LIMIT ${maxBatches}
          ) AS front
        ) AS counted WHERE so_far <= ${maxOutcomes} OR base_position = (
          SELECT min(base_position) FROM trade_outcomes WHERE partition = ${partition} AND base_position >= ${from})
        ORDER BY base_position`.execute(transaction);
      return rows.map(({ base_position: basePosition, payload }) => ({
        basePosition,
        outcomes: readableOutcomes({ basePosition, payload }),
      }));
    },
    async setAside(partition, from, to) {
      const { rows } = await sql<{ position: bigint }>`
        SELECT position FROM dead_letters WHERE group_name = ${group} AND topic = ${topic}
          AND partition = ${partition} AND position >= ${from} AND position < ${to}`.execute(transaction);
      return rows.map(({ position }) => position);
    },
    async stored(trades) {
      if (trades.length === 0) return [];
      const { rows } = await sql<{ trade_id: string; version: number; is_stored: boolean; highest: number | null }>`
        SELECT row.trade_id, row.version,
          (SELECT version FROM trades WHERE trade_id = row.trade_id ORDER BY version DESC LIMIT 1) AS highest,
          (SELECT true FROM trades WHERE trade_id = row.trade_id AND version = row.version LIMIT 1) IS NOT NULL AS is_stored
        FROM ${rowsOf(VERSION_COLUMNS, trades)}`.execute(transaction);
      const found = new Map(rows.map((row) => [`${row.version} ${row.trade_id}`, row]));
      return trades.map(({ tradeId, version }) => {
        const row = found.get(`${version} ${tradeId}`);
        return { isStored: row?.is_stored ?? false, highestVersion: row?.highest ?? undefined };
      });
    },
    async expiredEarly(today, tradeIds, limit) {
      if (tradeIds?.length === 0) return [];
      const { rows } = await sql<{ trade_id: string; version: number; maturity_date: string }>`
        SELECT trade_id, version, to_char(maturity_date, 'YYYY-MM-DD') AS maturity_date
        FROM ${amongTrades(tradeIds)} WHERE expired AND maturity_date >= ${today}::date LIMIT ${limit}`.execute(
        transaction,
      );
      return rows.map(({ trade_id: tradeId, version, maturity_date: maturityDate }): ExpiredTrade => ({
        tradeId,
        version,
        maturityDate,
      }));
    },
  };
}

/** The rows of some trades by their keys, or all rows. */
function amongTrades(tradeIds: readonly string[] | null): RawBuilder<unknown> {
  if (tradeIds === null) return sql`trades`;
  return sql`(SELECT one.* FROM ${rowsOf(ID_COLUMN, tradeIds)} CROSS JOIN LATERAL (
    SELECT * FROM trades WHERE trades.trade_id = row.trade_id ORDER BY version OFFSET 0) AS one) AS chosen`;
}
