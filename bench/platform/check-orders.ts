import type { Client } from 'pg';

/** Orders that a load placed: those numbered from 0 to below `sent`, of which some were perhaps not acknowledged. */
export interface PlacedOrders {
  readonly run: string;
  readonly sent: number;
  readonly failed: readonly number[];
}

/** What is wrong with the outcomes of placed orders, in sentences: each acknowledged one must be there once, and be filled. */
export async function checkOrders(client: Client, { run, sent, failed }: PlacedOrders): Promise<string[]> {
  const { rows } = await client.query<{ missing: number; statuses: string | null; doubles: number }>(QUERY, [
    run,
    sent,
    [...failed],
  ]);
  const [row] = rows;
  if (row === undefined) return [`the orders of ${run} could not be checked`];
  const faults: string[] = [];
  if (row.missing > 0) faults.push(`${row.missing} acknowledged orders of ${run} do not exist`);
  if (row.doubles > 0) faults.push(`${row.doubles} orders of ${run} exist more than once`);
  if (row.statuses !== null) faults.push(`orders of ${run} that were not filled: ${row.statuses}`);
  return faults;
}

const QUERY = `
  WITH acknowledged AS (
    SELECT $1 || '-' || n AS client_order_id FROM generate_series(0, $2::int - 1) AS n WHERE n <> ALL ($3::int[])
  ), placed AS (
    SELECT client_order_id, status, coalesce(reason, '') AS reason FROM orders WHERE client_order_id LIKE $1 || '-%'
  )
  SELECT
    (SELECT count(*)::int FROM acknowledged WHERE client_order_id NOT IN (SELECT client_order_id FROM placed)) AS missing,
    (SELECT (count(*) - count(DISTINCT client_order_id))::int FROM placed) AS doubles,
    (SELECT string_agg(format('%s %s %s', count, status, reason), ', ') FROM (
      SELECT status, reason, count(*) AS count FROM placed WHERE status <> 'filled' GROUP BY status, reason) AS s) AS statuses`;
