import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditOf } from '../support/audit-of.ts';
import { leftovers } from '../support/leftovers.ts';
import type { OrderJson, TraderClient } from '../support/trader-client.ts';
import type { TradingFloor } from '../support/trading-floor.ts';
import { openTradingFloor, orderIn } from '../support/trading-floor.ts';

const later = leftovers();
/** Orders that race at the same time, each in a symbol of its own. */
const AT_ONCE = 20;
const ROUNDS = 10;
/** Both sides must have won some: further rounds are run for that. */
const WON_AT_LEAST = 5;
const MOST_ROUNDS = 100;
const OUTCOMES = ['filled', 'cancelled'] as const;

/** One order that was about to be filled and to be cancelled. */
interface Race {
  readonly trader: TraderClient;
  readonly id: string;
  /** What the one was answered who cancelled. */
  readonly cancelled: Awaited<ReturnType<TraderClient['cancelOrder']>>;
  /** What those were answered who waited for the end of the order. */
  readonly told: readonly OrderJson[];
  /** The order as it was read afterwards. */
  readonly order: OrderJson;
}

let floor: TradingFloor;
let lanes: readonly { readonly trader: TraderClient; readonly symbol: string }[];
const races: Race[] = [];

beforeAll(async () => {
  floor = await openTradingFloor();
  later(() => floor.close());
  lanes = await Promise.all(
    Array.from({ length: AT_ONCE }, async () => ({ trader: await floor.trader('10000.00'), symbol: floor.symbol() })),
  );
  const symbols = lanes.map(({ symbol }) => symbol);
  // Whoever wins too often gets a handicap, so that they meet where it is close.
  let headStartMs = 0;
  const won = { filled: 0, cancelled: 0 };
  for (
    let round = 0;
    round < MOST_ROUNDS && (round < ROUNDS || Math.min(won.filled, won.cancelled) < WON_AT_LEAST);
    round += 1
  ) {
    await floor.price(symbols, '100.00');
    const run = await Promise.all(lanes.map((lane, index) => race(lane, `${round}-${index}`, headStartMs)));
    races.push(...run);
    for (const outcome of OUTCOMES) won[outcome] += run.filter(({ order }) => order.status === outcome).length;
    headStartMs += run.filter(({ order }) => order.status === 'filled').length > AT_ONCE / 2 ? 1 : -1;
  }
  await floor.settled();
}, 180_000);

describe('a cancellation that races a fill', () => {
  it('was won now by the one, now by the other', () => {
    for (const outcome of OUTCOMES) {
      expect(races.filter(({ order }) => order.status === outcome).length).toBeGreaterThanOrEqual(WON_AT_LEAST);
    }
  });

  it('is decided once: whoever cancelled is told what happened', () => {
    for (const { order, cancelled } of races) {
      if (order.status === 'cancelled') {
        expect(cancelled).toEqual({ status: 200, problem: null, body: order });
        expect(order.filled_quantity).toBe('0');
      } else {
        expect(order).toMatchObject({ status: 'filled', filled_quantity: '1', average_fill_price: '94.00' });
        expect(cancelled).toMatchObject({ status: 422, problem: 'order-not-open' });
      }
    }
  });

  it('has everybody who waited told the same', () => {
    for (const { order, told } of races) expect(told).toEqual([order, order]);
  });

  it('gives back what was held, and books a fill if and only if there was one', async () => {
    const { database } = floor.platform.platform.foundation.storage;
    for (const { trader } of lanes) {
      const filled = races.filter((one) => one.trader === trader && one.order.status === 'filled').length;
      const cash = (10_000 - 94 * filled).toFixed(2);
      expect((await trader.get('/account')).body).toMatchObject({ cash, held: '0.00', buying_power: cash });
    }
    const { rows } = await sql<{ id: string }>`SELECT reference AS id FROM journal WHERE kind = 'fill'`.execute(
      database.sql,
    );
    const filled = races.flatMap(({ id, order }) => (order.status === 'filled' ? [id] : []));
    expect(rows.map(({ id }) => id).sort()).toEqual(filled.sort());
    expect((await auditOf(database)).findings).toEqual([]);
  });
});

/** The price comes down to a resting order while its owner cancels it. A positive head start is that of the cancellation. */
async function race({ trader, symbol }: (typeof lanes)[number], name: string, headStartMs: number): Promise<Race> {
  const form = {
    symbol,
    side: 'buy',
    type: 'limit',
    limit_price: '95.00',
    quantity: '1',
    time_in_force: 'gtc',
    client_order_id: name,
  } as const;
  const { id } = (await trader.placeOrder(form)).body!;
  await orderIn(trader, id, 'open');
  // The same order again is the same order: a way to wait for its end.
  const wait = () => trader.placeOrder(form, { waitSeconds: 30 });
  const [one, other, cancelled] = await Promise.all([
    wait(),
    wait(),
    delay(Math.max(0, -headStartMs)).then(() => trader.cancelOrder(id, { waitSeconds: 30 })),
    delay(Math.max(0, headStartMs)).then(() => {
      floor.vendor.setPrice(symbol, '94.00');
    }),
  ]);
  const told = [one, other].map(({ body }) => body!);
  return { trader, id, cancelled, told, order: (await trader.order(id)).body! };
}
