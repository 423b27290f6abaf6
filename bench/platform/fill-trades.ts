import { Client } from 'pg';
import type { ConnectionOptions } from '@bourse/postgres/database.ts';
import { BOOKS, COUNTERPARTIES, maturitiesAfter, maturitiesBefore } from './trade-content.ts';

/** Begins the ids of the trades that were there before. */
export const STORED_RUN = 'stored';

/** Of ten trades three have matured, and every tenth row is a second version of the trade of the row before. */
const ROWS = `INSERT INTO trades (trade_id, version, counterparty_id, book_id, maturity_date, created_date, expired, recorded_at_ms, updated_at_ms)
  SELECT '${STORED_RUN}-' || lpad((n - (n % 10) / 9)::text, 9, '0'), 1 + (n % 10) / 9,
    ${drawn('CPTY', COUNTERPARTIES.length)}, ${drawn('BOOK', BOOKS.length)},
    CASE WHEN n % 10 < 3 THEN ($3::date[])[1 + floor(random() * cardinality($3::date[]))]
      ELSE ($2::date[])[1 + floor(random() * cardinality($2::date[]))] END,
    current_date, n % 10 < 3, $4::bigint + n / 100, $4::bigint + n / 100
  FROM generate_series(1, $1::int) AS n`;

/** A name as trade-content makes it; reading one out of an array would have to pass by those before it. */
function drawn(prefix: string, count: number): string {
  return `'${prefix}-' || lpad((1 + floor(random() * ${count}))::int::text, 4, '0')`;
}

/**
 * Writes so many rows of trades into an empty store, by one statement, and builds its indexes anew, which is much quicker than adding to
 * them row by row. The server is left as one that has had them for long: statistics made, nothing to be tidied up or written.
 */
export async function fillTrades(connection: ConnectionOptions, rows: number, nowMs: number): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  try {
    await client.query(`SET maintenance_work_mem = '1GB'`);
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(SECONDARY_INDEXES);
    for (const { name } of indexes) await client.query(`DROP INDEX ${client.escapeIdentifier(name)}`);
    const [living, expired] = [maturitiesAfter(nowMs), maturitiesBefore(nowMs)];
    await client.query(ROWS, [rows, living, expired, nowMs - Math.ceil(rows / 100)]);
    for (const { definition } of indexes) await client.query(definition);
    await client.query('VACUUM ANALYZE trades');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

/** All indexes but that of the primary key. */
const SECONDARY_INDEXES = `SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition
  FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
  WHERE i.indrelid = 'trades'::regclass AND NOT i.indisprimary ORDER BY c.relname`;
