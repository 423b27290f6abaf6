import { beforeAll, expect, it } from 'vitest';
import { demoInstruments } from '@bourse/entrypoints/vendor-sim/demo-instruments.ts';
import { auditOf } from '../support/audit-of.ts';
import type { BourseProcess } from '../support/bourse-process.ts';
import { pricesAreThere } from '../support/crash/prices-are-there.ts';
import type { EmbeddedSite } from '../support/embedded-site.ts';
import { openEmbeddedSite } from '../support/embedded-site.ts';
import { leftovers } from '../support/leftovers.ts';
import type { OrderForm, TraderClient } from '../support/trader-client.ts';

const later = leftovers();
const CONNECTIONS = 50;
const OLD_ORDERS = 60;
const INSTRUMENTS = demoInstruments.slice(0, 2);
const [{ symbol }] = INSTRUMENTS as [(typeof INSTRUMENTS)[number]];
const ORDER: OrderForm = { symbol, side: 'buy', type: 'market', quantity: '0.01', time_in_force: 'gtc' };

let site: EmbeddedSite;
let bourse: BourseProcess;

/** One process decides orders on their way into its log: nobody looks for a repetition before. */
beforeAll(async () => {
  site = await openEmbeddedSite({}, { instruments: INSTRUMENTS });
  later(() => site.close());
  bourse = site.run('start');
  await pricesAreThere(await newTrader(), INSTRUMENTS.length);
});

async function newTrader(): Promise<TraderClient> {
  const trader = site.trader(() => bourse.up());
  expect((await trader.moveCash('deposit', '100000.00')).status).toBe(201);
  return trader;
}

it.each([20, 0])('the same order from fifty connections at once is one order (waiting %d s)', async (waitSeconds) => {
  const trader = await newTrader();
  const form = { ...ORDER, client_order_id: `once-${waitSeconds}` };
  const answers = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => trader.placeOrder(form, { waitSeconds })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([waitSeconds > 0 ? 201 : 202]));
  expect(new Set(answers.map(({ body }) => body?.id)).size).toBe(1);
  const final = await trader.placeOrder(form, { waitSeconds: 20 });
  expect(final).toMatchObject({ status: 201, body: { status: 'filled', filled_quantity: '0.01' } });
  expect(await trader.allOrders()).toEqual([final.body]);
});

it('one name with two bodies at once belongs to one of them, also for those who do not wait', async () => {
  const trader = await newTrader();
  const forms = ['0.01', '0.02'].map((quantity) => ({ ...ORDER, quantity, client_order_id: 'disputed' }));
  const asked = Array.from({ length: CONNECTIONS }, (_, index) => forms[index % 2]!);
  const answers = await Promise.all(
    asked.map((form, index) => trader.placeOrder(form, { waitSeconds: index % 4 < 2 ? 20 : 0 })),
  );
  const [order] = await trader.allOrders();
  expect(await trader.allOrders()).toHaveLength(1);
  for (const [index, { status }] of answers.entries()) {
    const isTheOne = asked[index]!.quantity === order?.quantity;
    expect(isTheOne ? [201, 202] : [409]).toContain(status);
  }
});

it('orders of an earlier life of the process are known, and who repeats them keeps nobody from theirs', async () => {
  const [repeating, other] = await Promise.all([newTrader(), newTrader()]);
  const forms = Array.from({ length: OLD_ORDERS }, (_, index) => ({ ...ORDER, client_order_id: `old-${index}` }));
  const before = await Promise.all(forms.map((form) => repeating.placeOrder(form, { waitSeconds: 20 })));
  expect(new Set(before.map(({ status }) => status))).toEqual(new Set([201]));
  bourse.signal('SIGTERM');
  expect(await bourse.ended).toEqual({ code: 0, signal: null });
  bourse = site.run('start');
  await pricesAreThere(other, INSTRUMENTS.length);

  const repeated = forms.flatMap((form, index) =>
    [0, 20].map(async (waitSeconds) => {
      const again = await repeating.placeOrder(form, { waitSeconds });
      expect(again).toMatchObject({ status: waitSeconds > 0 ? 201 : 202, body: before[index]!.body! });
      const changed = await repeating.placeOrder({ ...form, quantity: '0.02' }, { waitSeconds });
      expect(changed).toMatchObject({ status: 409, problem: 'client-order-id-reused' });
    }),
  );
  const placed = Array.from({ length: OLD_ORDERS }, async (_, index) => {
    const answer = await other.placeOrder({ ...ORDER, client_order_id: `new-${index}` }, { waitSeconds: 20 });
    expect(answer).toMatchObject({ status: 201, body: { status: 'filled' } });
  });
  await Promise.all([...repeated, ...placed]);
  expect(await repeating.allOrders()).toHaveLength(OLD_ORDERS);
  expect(await other.allOrders()).toHaveLength(OLD_ORDERS);
  expect((await auditOf(await site.database())).findings).toEqual([]);
});
