import type { DueOrders, OrderName } from '@bourse/application/ports/due-orders.ts';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** Finds due orders by the partial indexes over open orders: the cost is that of the orders found, not of those that rest. */
export function createPostgresDueOrders(database: Database): DueOrders {
  return {
    async reachedBy(prices, limit) {
      if (prices.length === 0) return [];
      const symbols = prices.map(({ symbol }) => symbol);
      const micros = prices.map(({ priceMicros }) => priceMicros.toString());
      const asOfs = prices.map(({ asOfMs }) => asOfMs);
      const { rows } = await database.query((connection) =>
        sql<OrderName & { symbol: string }>`
          SELECT o.account_id AS "accountId", o.id AS "orderId", o.symbol
          FROM unnest(${symbols}::text[], ${micros}::bigint[], ${asOfs}::bigint[]) AS quote (symbol, price, as_of),
          LATERAL (
            SELECT account_id, id, symbol, tried_as_of_ms FROM orders
              WHERE orders.symbol = quote.symbol AND wake_at_or_above_micros <= quote.price
            UNION ALL
            SELECT account_id, id, symbol, tried_as_of_ms FROM orders
              WHERE orders.symbol = quote.symbol AND wake_at_or_below_micros >= quote.price
          ) AS o
          WHERE o.tried_as_of_ms < quote.as_of LIMIT ${limit}`.execute(connection),
      );
      return rows;
    },
    async lapsedAt(atMs, limit) {
      const { rows } = await database.query((connection) =>
        sql<OrderName>`
          SELECT account_id AS "accountId", id AS "orderId" FROM orders
          WHERE lapses_at_ms <= ${atMs} ORDER BY lapses_at_ms LIMIT ${limit}`.execute(connection),
      );
      return rows;
    },
  };
}
