import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { auditOf } from '../support/audit-of.ts';
import type { BourseProcess } from '../support/bourse-process.ts';
import { leftovers } from '../support/leftovers.ts';
import { epochsOf, ownersOf, somebodyWaitsFor, whileLocked } from '../support/partition-owners.ts';
import { storeQuotes } from '../support/quotes.ts';
import type { OrderForm, TraderClient } from '../support/trader-client.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';

const later = leftovers();
const LEASE_MS = 1_000;
const TRADERS = 16;
const ORDER: OrderForm = { symbol: 'ACME', side: 'buy', type: 'market', quantity: '1', time_in_force: 'gtc' };

describe.each([
  {
    moment: 'between reading its records and committing them',
    table: 'orders',
    // Reading waits for it too, so the worker stands still while it loads what the commands touch.
    lock: 'ACCESS EXCLUSIVE',
    notices: 'partition has another owner',
  },
  {
    moment: 'while its transaction is under way',
    table: 'accounts',
    // Only writing waits for it: all of the transaction is with the server, which completes it without the worker.
    lock: 'SHARE ROW EXCLUSIVE',
    notices: null,
  },
])('a worker that is stopped $moment past its lease', ({ table, lock, notices }) => {
  let site: TradingSite;
  let zombie: BourseProcess;
  let traders: readonly TraderClient[];

  beforeAll(async () => {
    site = await openTradingSite({ WORKER_LEASE_MS: String(LEASE_MS) });
    later(() => site.close());
    await storeQuotes(site.server.database, { ACME: '100' });
    zombie = site.start('worker');
    const api = site.start('api');
    const url = await api.up();
    await zombie.up();
    traders = Array.from({ length: TRADERS }, () => site.trader(() => url));
    await Promise.all(traders.map((trader) => trader.moveCash('deposit', '1000.00')));
  });

  it('is replaced, and commits nothing more when it wakes up', async () => {
    const orders = await whileLocked(site, `LOCK TABLE ${table} IN ${lock} MODE`, async (connection) => {
      const placed = await Promise.all(traders.map((trader) => place(trader)));
      await until('the worker to wait for the lock', () => somebodyWaitsFor(connection, table));
      zombie.signal('SIGSTOP');
      return placed;
    });
    const epochs = await epochsOf(site, ORDERS_TOPIC);

    const successor = site.start('worker');
    await successor.up();
    await until('the successor to execute the orders', () => allFilled(traders, orders));
    await until('the successor to take all partitions', async () =>
      [...(await epochsOf(site, ORDERS_TOPIC))].every(([partition, epoch]) => epoch > epochs.get(partition)!),
    );
    const books = await booksOf(site);

    zombie.signal('SIGCONT');
    if (notices !== null) await until('the zombie to notice', () => hasSaid(zombie, notices));
    await until('both to share the partitions', async () => (await ownersOf(site, ORDERS_TOPIC)).length === 2);
    expect(await booksOf(site)).toEqual(books);

    const more = await Promise.all(traders.map((trader) => place(trader)));
    await until('the orders after it to be executed by both', () => allFilled(traders, more));
    expect(await fillsOf(site)).toEqual({ fills: BigInt(2 * TRADERS), orders: BigInt(2 * TRADERS) });
    expect((await auditOf(site.server.database)).findings).toEqual([]);
    expect(zombie.ending()).toBeUndefined();
    expect(successor.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

function hasSaid({ log }: BourseProcess, notice: string): boolean {
  return log.some(({ message }) => message === notice);
}

/** Without names, so that nobody but the worker looks for the order in the table. */
async function place(trader: TraderClient): Promise<string> {
  const { status, body } = await trader.placeOrder(ORDER);
  expect(status).toBe(202);
  return body!.id;
}

async function allFilled(traders: readonly TraderClient[], ids: readonly string[]): Promise<boolean> {
  const answers = await Promise.all(traders.map((trader, index) => trader.order(ids[index]!)));
  return answers.every(({ body }) => body?.status === 'filled');
}

/** Everything that a commit of the zombie would have changed. */
async function booksOf({ server }: TradingSite): Promise<unknown> {
  const { rows } = await sql`
    SELECT
      (SELECT json_agg(head ORDER BY partition) FROM journal_heads AS head)::text AS heads,
      (SELECT json_agg(placed ORDER BY id) FROM orders AS placed)::text AS orders,
      (SELECT json_agg(account ORDER BY account_id) FROM accounts AS account)::text AS accounts,
      (SELECT json_agg(ending ORDER BY partition) FROM log_ends AS ending WHERE topic = 'executions')::text AS executions,
      (SELECT json_agg(place.position ORDER BY partition) FROM log_positions AS place WHERE topic = 'orders')::text AS positions
  `.execute(server.database.sql);
  return rows[0];
}

async function fillsOf({ server }: TradingSite): Promise<unknown> {
  const { rows } = await sql`
    SELECT count(*) AS fills, count(DISTINCT reference) AS orders FROM journal WHERE kind = 'fill'`.execute(
    server.database.sql,
  );
  return rows[0];
}
