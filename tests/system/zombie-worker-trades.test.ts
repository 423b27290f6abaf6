import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import { auditOf } from '../support/audit-of.ts';
import type { BourseProcess } from '../support/bourse-process.ts';
import { leftovers } from '../support/leftovers.ts';
import type { OperatorClient, RequestJson } from '../support/operator-client.ts';
import { createOperatorClient } from '../support/operator-client.ts';
import { epochsOf, ownersOf, somebodyWaitsFor, whileLocked } from '../support/partition-owners.ts';
import { OPERATOR_KEY } from '../support/test-platform.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';

const later = leftovers();
const LEASE_MS = 1_000;
const TRADES = 40;

describe.each([
  {
    moment: 'between reading its records and committing them',
    table: 'trades',
    // Reading waits for it too, so the worker stands still while it loads the versions of trades that are new to it.
    lock: 'ACCESS EXCLUSIVE',
    notices: 'partition has another owner',
  },
  {
    moment: 'while its transaction is under way',
    table: 'trade_outcomes',
    // Only writing waits for it: all of the transaction is with the server, which completes it without the worker.
    lock: 'SHARE ROW EXCLUSIVE',
    notices: null,
  },
])('a worker that decides trades and is stopped $moment past its lease', ({ table, lock, notices }) => {
  let site: TradingSite;
  let zombie: BourseProcess;
  let operator: OperatorClient;

  beforeAll(async () => {
    site = await openTradingSite({ WORKER_LEASE_MS: String(LEASE_MS), BOURSE_OPERATOR_KEY: OPERATOR_KEY });
    later(() => site.close());
    zombie = site.start('worker');
    const api = site.start('api');
    operator = createOperatorClient(await api.up(), { 'x-api-key': OPERATOR_KEY });
    await zombie.up();
  });

  it('is replaced, and commits nothing more when it wakes up', async () => {
    const ids = await whileLocked(site, `LOCK TABLE ${table} IN ${lock} MODE`, async (connection) => {
      const handedIn = await handIn(operator, 2);
      await until('the worker to wait for the lock', () => somebodyWaitsFor(connection, table));
      zombie.signal('SIGSTOP');
      return handedIn;
    });
    const epochs = await epochsOf(site, TRADES_TOPIC);

    const successor = site.start('worker');
    await successor.up();
    expect(await decided(operator, ids)).toEqual(new Set(['SUCCESS']));
    expect(await decided(operator, await handIn(operator, 1))).toEqual(new Set(['version-superseded']));
    await until('the successor to take all partitions', async () =>
      [...(await epochsOf(site, TRADES_TOPIC))].every(([partition, epoch]) => epoch > epochs.get(partition)!),
    );
    const store = await storeOf(site);

    zombie.signal('SIGCONT');
    if (notices !== null) await until('the zombie to notice', () => noticed(zombie, notices));
    await until('both to share the partitions', async () => (await ownersOf(site, TRADES_TOPIC)).length === 2);
    expect(await storeOf(site)).toEqual(store);

    expect(await decided(operator, await handIn(operator, 3))).toEqual(new Set(['SUCCESS']));
    expect((await auditOf(site.server.database)).findings).toEqual([]);
    expect(zombie.ending()).toBeUndefined();
    expect(successor.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

/** Hands in this version of all trades; answers the request ids. */
async function handIn(operator: OperatorClient, version: number): Promise<readonly string[]> {
  const trades = Array.from({ length: TRADES }, (_, number) => ({
    trade_id: `T${number}`,
    version,
    counterparty_id: `CP-${version}`,
    book_id: 'B1',
    maturity_date: '2999-12-31',
  }));
  const { body } = await operator.post('/trades/bulk', trades);
  expect(body).toMatchObject({ accepted: TRADES, rejected: 0 });
  return (body['items'] as { readonly request_id: string }[]).map(({ request_id: id }) => id);
}

/** How requests ended: why they failed, or that they did not. */
async function decided(operator: OperatorClient, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const items = await until('decisions', async () => {
    const { body } = await operator.get(`/requests?ids=${ids.join(',')}`);
    const requests = body['items'] as readonly RequestJson[];
    return requests.length === ids.length && requests.every(({ status }) => status !== 'PENDING') ? requests : null;
  });
  return new Set(items.map(({ status, failure_reason: reason }) => reason ?? status));
}

/** The consumer of trades, not that of another topic. */
function noticed(worker: BourseProcess, notice: string): boolean {
  return worker.log.some(({ message, topic }) => message === notice && topic === TRADES_TOPIC);
}

/** Everything that a commit of the zombie would have changed. */
async function storeOf({ server }: TradingSite): Promise<unknown> {
  const { rows } = await sql`
    SELECT
      (SELECT json_agg(trade ORDER BY trade_id, version) FROM trades AS trade)::text AS trades,
      (SELECT json_agg(batch ORDER BY partition, base_position) FROM trade_outcomes AS batch)::text AS outcomes,
      (SELECT json_agg(place.position ORDER BY partition) FROM log_positions AS place
        WHERE topic = ${TRADES_TOPIC})::text AS positions
  `.execute(server.database.sql);
  return rows[0];
}
