import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { AccountCommand } from '@bourse/application/orders/account-command.ts';
import { accountOf } from '@bourse/application/orders/account-command.ts';
import { decodeCommand } from '@bourse/application/orders/account-command-codec.ts';
import { decodeEvent } from '@bourse/application/orders/account-event-codec.ts';
import type { Database } from '@bourse/postgres/database.ts';
import { createUuidIds } from '@bourse/runtime/ids.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import type { FoundRecord } from '../../contracts/log-reading.ts';
import { auditOf } from '../audit-of.ts';
import type { OrderJson, TraderClient } from '../trader-client.ts';
import { inParallel } from './in-parallel.ts';
import type { OrderLoad } from './order-load.ts';
import type { SiteLog } from './site-log.ts';

/** The deposit that every account begins with. */
export const FIRST_DEPOSIT = { amount: '10000.00', idempotencyKey: 'first' } as const;

/** What there is to see of orders when everything has come to rest. */
export interface OrderEvidence {
  readonly database: Database;
  readonly traders: readonly TraderClient[];
  readonly load: OrderLoad;
  /** What the owners of all accounts read. */
  readonly read: ReadonlyMap<string, readonly OrderJson[]>;
  /** The topics `orders` and `executions`. */
  readonly commands: readonly FoundRecord[];
  readonly events: readonly FoundRecord[];
  /** Those of `executions` that were there before the owners read: prices may move, and fill what rests, meanwhile. */
  readonly eventsBefore: readonly FoundRecord[];
}

const READERS = 20;
const ids = createUuidIds(systemClock);

/** Reads it all, by the api and behind it. */
export async function readOrderEvidence(
  database: Database,
  log: SiteLog,
  traders: readonly TraderClient[],
  load: OrderLoad,
): Promise<OrderEvidence> {
  const eventsBefore = await log.events();
  const pages = await inParallel(traders, READERS, (trader) => trader.allOrders());
  const read = new Map(pages.map((orders, index) => [traders[index]!.accountId, orders]));
  return { database, traders, load, read, commands: await log.commands(), events: await log.events(), eventsBefore };
}

const updatesIn = (events: readonly FoundRecord[]) =>
  events.map(({ record }) => decodeEvent(record)).filter((event) => event.type === 'order-updated');

/** The orders that are told to be final. */
const endingsIn = (events: readonly FoundRecord[]): string[] =>
  updatesIn(events)
    .filter(({ order }) => isFinal(order))
    .map(({ order }) => order.id);

/** What must hold for accounts and orders, whoever died while they were handed in and decided. */
export function ordersHold(evidence: () => OrderEvidence): void {
  it('every acknowledged order can be read, once, under the id it was acknowledged with', () => {
    const { traders, load, read } = evidence();
    const sent = Map.groupBy(load.orders, ({ trader }) => trader.accountId);
    for (const trader of traders) {
      const expected = (sent.get(trader.accountId) ?? []).map(({ form, ids: own }) => [form.client_order_id, [...own]]);
      const found = read.get(trader.accountId)!.map(({ client_order_id, id }) => [client_order_id, [id]]);
      expect(found.sort()).toEqual(expected.sort());
    }
  });

  it('every order has its one outcome, and it is the one that its owner was told', () => {
    const { load, read } = evidence();
    const orders = new Map([...read.values()].flat().map((order) => [order.id, order]));
    for (const { ids: own, form, final, closed } of load.orders) {
      const order = orders.get([...own][0]!)!;
      const { symbol, side, type, quantity } = form;
      expect(order).toMatchObject({ symbol, side, type, quantity: plain(quantity) });
      expect(order.status).not.toBe('accepted');
      for (const state of final) expect(order).toEqual(state);
      if (closed) expect(isFinal(order)).toBe(true);
    }
  });

  it('every fill and every outcome was told exactly once', () => {
    const { events, eventsBefore, read } = evidence();
    const executions = updatesIn(events).flatMap((event) => event.executions.map(({ id }) => id));
    expect(executions.length).toBeGreaterThan(0);
    expect(new Set(executions).size).toBe(executions.length);
    const told = endingsIn(events);
    const toldOnce = new Set(told);
    expect(toldOnce.size).toBe(told.length);
    const ended = new Set(
      [...read.values()]
        .flat()
        .filter(isFinal)
        .map(({ id }) => id),
    );
    expect([...ended].filter((id) => !toldOnce.has(id))).toEqual([]);
    expect(endingsIn(eventsBefore).filter((id) => !ended.has(id))).toEqual([]);
  });

  it('every account was told the outcome of each of its commands once, in the order in which the log has them', () => {
    const { commands, events } = evidence();
    const asked = commandsByAccount(commands);
    const told = Map.groupBy(events, ({ record }) => record.key);
    for (const [account, ofAccount] of asked) {
      const expected = ofAccount.flatMap((command) => ('commandId' in command ? [command.commandId] : []));
      const outcomes = (told.get(account) ?? []).flatMap(({ record }) => decodeEvent(record).commandId ?? []);
      expect(outcomes).toEqual(expected);
    }
    expect([...told.keys()].filter((account) => !asked.has(account))).toEqual([]);
  });

  it('the journal of each account is in the order in which the log has its commands', async () => {
    const { commands, database } = evidence();
    const booked = await rowsOf(
      database,
      sql<{ account_id: string; reference: string }>`
        SELECT account_id, reference FROM journal GROUP BY account_id, reference
        ORDER BY account_id, min(recorded_at_ms), min(sequence)`,
    );
    const asked = commandsByAccount(commands);
    for (const [account, rows] of Map.groupBy(booked, ({ account_id: id }) => id)) {
      const references = [...new Set((asked.get(account) ?? []).flatMap((command) => referenceOf(command) ?? []))];
      const places = rows.map(({ reference }) => references.indexOf(reference));
      expect(places).not.toContain(-1);
      expect(places).toEqual(places.toSorted((one, other) => one - other));
    }
  });

  it('no client order id names two orders', async () => {
    const twice = sql`SELECT account_id, client_order_id FROM orders GROUP BY 1, 2 HAVING count(*) > 1`;
    expect(await rowsOf(evidence().database, twice)).toEqual([]);
  });

  it('every deposit and withdrawal is booked once, and nothing else', async () => {
    const { database, load, traders } = evidence();
    const rows = await rowsOf(database, sql<{ transaction_id: string }>`SELECT transaction_id FROM cash_transactions`);
    const booked = new Set(rows.map(({ transaction_id: id }) => id));
    const deposits = load.cash.filter(({ type }) => type === 'deposit');
    expect(deposits.filter(({ transactionIds }) => transactionIds.size !== 1)).toEqual([]);
    for (const { idempotencyKey, accountId, transactionIds } of load.cash) {
      const id = ids.transactionIdOf(accountId, idempotencyKey);
      expect([[], [id]]).toContainEqual([...transactionIds]);
      if (transactionIds.size > 0) expect(booked).toContain(id);
      booked.delete(id);
    }
    const first = traders.map(({ accountId }) => ids.transactionIdOf(accountId, FIRST_DEPOSIT.idempotencyKey));
    expect([...booked].sort()).toEqual(first.sort());
  });

  it('the books are in order', async () => {
    const { database, traders } = evidence();
    const report = await auditOf(database);
    expect(report.findings).toEqual([]);
    expect(report.accounts).toBe(traders.length);
  });

  it('nothing went to the dead letters', async () => {
    expect(await rowsOf(evidence().database, sql`SELECT topic, reason FROM dead_letters`)).toEqual([]);
  });
}

function commandsByAccount(records: readonly FoundRecord[]): ReadonlyMap<string, readonly AccountCommand[]> {
  return Map.groupBy(
    records.map(({ record }) => decodeCommand(record)),
    accountOf,
  );
}

/** What the journal calls the transactions that a command begins. */
function referenceOf(command: AccountCommand): string | undefined {
  if (command.type === 'place-order') return command.order.id;
  return command.type === 'move-cash' ? command.cash.transactionId : undefined;
}

async function rowsOf<Row>(database: Database, query: ReturnType<typeof sql<Row>>): Promise<Row[]> {
  return (await database.query((connection) => query.execute(connection))).rows;
}

function isFinal({ status }: { readonly status: OrderJson['status'] }): boolean {
  return ['filled', 'cancelled', 'expired', 'rejected'].includes(status);
}

/** A decimal without zeros at its end. */
function plain(decimal: string): string {
  return String(Number(decimal));
}
