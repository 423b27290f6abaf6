import { randomUUID } from 'node:crypto';
import { MICROS_PER_UNIT } from '@bourse/core/money/decimal.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import type { Result } from '@bourse/core/result.ts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeCommand } from '@bourse/application/orders/account-command-codec.ts';
import type { DeskWorld } from './desk-world.ts';
import { NOON_MS, openDeskWorld, PRICE_MICROS } from './desk-world.ts';
import { traceOf } from '@bourse/application/tracing/trace.ts';

const WAIT_MS = 5_000;
/** An order to buy far below the market: it rests. */
const RESTING = { type: 'limit', limitPriceMicros: MICROS_PER_UNIT } as const;

describe.each([false, true])('where commands are decided on arrival: %s', (decidedOnArrival) => {
  let world: DeskWorld;

  beforeEach(async () => {
    world = await openDeskWorld({ decidedOnArrival });
  });

  function placed<Refusal extends string>(result: Result<Order, Refusal>): Order {
    if (!result.ok) throw new Error(`refused: ${result.refusal}`);
    return result.value;
  }

  const place = async (...[changes, terms, waitMs = 0]: [...Parameters<DeskWorld['request']>, waitMs?: number]) =>
    world.answerOf(world.desk.place(world.request(changes, terms), waitMs));
  const placedNow = async (...asked: Parameters<typeof place>) => placed(await place(...asked));
  const placements = async () => (await world.commands()).filter(({ type }) => type === 'place-order');
  const nameOf = ({ accountId, id }: Order) => ({ accountId, orderId: id });

  describe('placing an order', () => {
    it('answers it as accepted once it is in the log, without waiting for its decision', async () => {
      const request = world.request({ clientOrderId: 'mine' }, { timeInForce: 'day' });
      const order = placed(await world.desk.place(request, 0));
      const { terms, accountId } = request;
      const close = Date.UTC(2026, 10, 20, 21);
      const expected = { accountId, clientOrderId: 'mine', terms, status: 'accepted', createdAtMs: NOON_MS };
      expect(order).toMatchObject({ ...expected, expiresAtMs: close, filledQuantityMicros: 0n });
      expect(await placements()).toMatchObject([{ type: 'place-order', order: { id: order.id, terms } }]);
    });

    it('carries the trace of its request into the log', async () => {
      await place({ trace: { 'correlation-id': 'trace-7', traceparent: 'as it came' } });
      const batches = await Promise.all([0, 1, 2, 3].map((partition) => world.log.read('orders', partition, 0n, 10)));
      const headers = batches.flat().flatMap(({ records }) => records.map((record) => record.headers));
      expect(headers).toContainEqual({ 'correlation-id': 'trace-7', traceparent: 'as it came' });
    });

    it('goes into the log with those that came in together with it, at most fifty, each with its own trace', async () => {
      world.decide();
      await world.pass(0);
      const append = vi.spyOn(world.log, 'append');
      const names = Array.from({ length: 120 }, (_, n) => `order-${n}`);
      const orders = await Promise.all(
        names.map((name) => placedNow({ clientOrderId: name, trace: traceOf(`of ${name}`) }, {}, WAIT_MS)),
      );
      const appended = append.mock.calls.flatMap(([topic, records]) => (topic === 'orders' ? [records] : []));
      expect(appended.map((records) => records.length)).toEqual([50, 50, 20]);
      const told = appended.flat().map((record) => [decodeCommand(record), record.headers['correlation-id']] as const);
      expect(told.map(([command, trace]) => [command.type === 'place-order' && command.order.id, trace])).toEqual(
        orders.map(({ id, clientOrderId }) => [id, `of ${clientOrderId}`]),
      );
    });

    it('answers what was decided when it may wait', async () => {
      world.decide();
      const order = await placedNow({}, {}, WAIT_MS);
      expect(order).toMatchObject({ status: 'filled', filledNotionalMicros: PRICE_MICROS });
      expect(world.books.orders()).toEqual([order]);
    });

    it('answers why it was rejected when it may wait', async () => {
      world.decide();
      const order = await placedNow({}, { quantityMicros: 10_000n * MICROS_PER_UNIT }, WAIT_MS);
      expect(order).toMatchObject({ status: 'rejected', reason: 'insufficient-buying-power' });
    });

    it('answers it as accepted when nothing is decided for as long as it may wait', async () => {
      const order = await placedNow({}, {}, WAIT_MS);
      expect(order.status).toBe('accepted');
      expect(world.clock.now()).toBeGreaterThanOrEqual(NOON_MS + WAIT_MS);
    });

    it('waits beyond the first decision until the order is final', async () => {
      world.decide();
      const waiting = world.desk.place(world.request({}, RESTING), WAIT_MS);
      await world.pass(1_000);
      const [resting] = world.books.orders();
      expect(resting?.status).toBe('open');
      await world.quote('AAPL', MICROS_PER_UNIT);
      const price = { symbol: 'AAPL', priceMicros: MICROS_PER_UNIT, source: 'test', asOfMs: world.clock.now() };
      await world.send({ type: 'try-order', ...nameOf(resting!), price });
      expect(placed(await world.answerOf(waiting))).toMatchObject({ status: 'filled', id: resting!.id });
      expect(world.clock.now()).toBeLessThan(NOON_MS + WAIT_MS);
    });

    it('answers a resting order as open when the time is up', async () => {
      world.decide();
      const order = await placedNow({}, RESTING, WAIT_MS);
      expect(order.status).toBe('open');
      expect(world.clock.now()).toBeGreaterThanOrEqual(NOON_MS + WAIT_MS);
    });

    it('takes the same terms without a name for another order each time', async () => {
      const [one, other] = [await placedNow(), await placedNow()];
      expect(one.id).not.toBe(other.id);
    });
  });

  describe.each([
    ['client order id', 'client-order-id-reused', (name: string) => ({ clientOrderId: name })],
    ['idempotency key', 'idempotency-key-reused', (name: string) => ({ idempotencyKey: name })],
  ] as const)('an order named by a %s', (_, refusal, named) => {
    it('is the same order when it is sent again, before and after it was decided', async () => {
      const first = await placedNow(named('mine'));
      const pending = await placedNow(named('mine'));
      world.decide();
      await world.pass(1_000);
      const decided = await placedNow(named('mine'));
      expect([pending.id, decided.id]).toEqual([first.id, first.id]);
      expect(decided.status).toBe('filled');
      expect(world.books.orders()).toEqual([decided]);
    });

    it('is looked for before it is sent, or decided again without effect', async () => {
      world.decide();
      const order = await placedNow(named('mine'), {}, WAIT_MS);
      expect(await placedNow(named('mine'), {}, WAIT_MS)).toEqual(order);
      expect(await placements()).toHaveLength(decidedOnArrival ? 2 : 1);
      expect(world.books.orders()).toEqual([order]);
    });

    it('is refused with other terms once it was decided', async () => {
      world.decide();
      await placedNow(named('mine'), {}, WAIT_MS);
      expect(await place(named('mine'), { quantityMicros: 2n })).toEqual({ ok: false, refusal });
      expect(world.books.orders()).toHaveLength(1);
    });

    it('is refused with other terms by the decision when both were sent before', async () => {
      const first = world.desk.place(world.request(named('mine')), WAIT_MS);
      const second = world.desk.place(world.request(named('mine'), { quantityMicros: 2n }), WAIT_MS);
      world.decide();
      expect(placed(await world.answerOf(first)).status).toBe('filled');
      expect(await world.answerOf(second)).toEqual({ ok: false, refusal });
    });

    it('is one order however many send it at the same moment', async () => {
      world.decide();
      const answers = await world.answerOf(
        Promise.all(Array.from({ length: 50 }, () => world.desk.place(world.request(named('mine')), WAIT_MS))),
      );
      const [order] = world.books.orders();
      expect(world.books.orders()).toHaveLength(1);
      expect(answers).toEqual(answers.map(() => ({ ok: true, value: order })));
      expect(world.books.journal().filter(({ movement }) => movement.kind === 'fill')).toHaveLength(1);
    });

    it('is another order for another account', async () => {
      const mine = await placedNow(named('mine'));
      const theirs = await placedNow({ ...named('mine'), accountId: randomUUID() });
      expect(theirs.id).not.toBe(mine.id);
    });

    it('is awaited until it is final when it is sent again', async () => {
      world.decide();
      const resting = await placedNow(named('mine'), RESTING, 100);
      const again = world.desk.place(world.request(named('mine'), RESTING), WAIT_MS);
      await world.pass(100);
      await world.send({ type: 'cancel-order', commandId: randomUUID(), ...nameOf(resting) });
      expect(placed(await world.answerOf(again)).status).toBe('cancelled');
      expect(world.clock.now()).toBeLessThan(NOON_MS + WAIT_MS);
    });
  });

  describe('finding an order', () => {
    it('finds it in the log before it is decided, and in the books afterwards', async () => {
      const order = await placedNow({ clientOrderId: 'mine' });
      expect(await world.answerOf(world.desk.find(nameOf(order)))).toEqual(order);
      world.decide();
      await world.pass(1_000);
      const decided = await world.answerOf(world.desk.find(nameOf(order)));
      expect(decided).toMatchObject({ id: order.id, status: 'filled' });
      expect(world.books.orders()).toEqual([decided]);
    });

    it('finds the first of several that wait in the log', async () => {
      const orders = [await placedNow(), await placedNow(), await placedNow()];
      for (const order of orders) expect(await world.answerOf(world.desk.find(nameOf(order)))).toEqual(order);
    });

    it('finds nothing that nobody placed, and no order of somebody else', async () => {
      const order = await placedNow();
      const find = (accountId: string, orderId: string) => world.answerOf(world.desk.find({ accountId, orderId }));
      expect(await find(order.accountId, randomUUID())).toBeUndefined();
      expect(await find(randomUUID(), order.id)).toBeUndefined();
    });
  });

  describe('cancelling an order', () => {
    const cancel = (order: Order, waitMs = 0) =>
      world.answerOf(world.desk.cancel(nameOf(order), traceOf('trace'), waitMs));

    it('is refused when there is no such order, and when it belongs to somebody else', async () => {
      const order = await placedNow();
      const notFound = { ok: false, refusal: 'order-not-found' };
      expect(await cancel({ ...order, id: randomUUID() })).toEqual(notFound);
      expect(await cancel({ ...order, accountId: randomUUID() })).toEqual(notFound);
    });

    it('answers the cancelled order when it may wait, and gives back what was held', async () => {
      world.decide();
      const order = await placedNow({}, RESTING, 100);
      expect(placed(await cancel(order, WAIT_MS))).toMatchObject({ status: 'cancelled', reason: null, heldMicros: 0n });
      expect(world.books.accounts()).toMatchObject([{ heldMicros: 0n }]);
    });

    it('answers the order as it is once the wish is in the log, without waiting', async () => {
      world.decide();
      const order = await placedNow({}, RESTING, 100);
      expect(placed(await world.desk.cancel(nameOf(order), traceOf('trace'), 0)).status).toBe('open');
      await world.pass(1_000);
      expect(world.books.orders()).toMatchObject([{ status: 'cancelled' }]);
    });

    it('is refused when the order is final', async () => {
      world.decide();
      const order = await placedNow({}, {}, WAIT_MS);
      expect(await cancel(order)).toEqual({ ok: false, refusal: 'order-not-open' });
      expect((await world.commands()).map(({ type }) => type)).not.toContain('cancel-order');
    });

    it('is refused by the decision when the order was filled first', async () => {
      const order = await placedNow();
      const cancelling = world.desk.cancel(nameOf(order), traceOf('trace'), WAIT_MS);
      await world.pass(100);
      world.decide();
      expect(await world.answerOf(cancelling)).toEqual({ ok: false, refusal: 'order-not-open' });
      expect(world.books.orders()).toMatchObject([{ status: 'filled' }]);
    });

    it('answers the cancelled order again to who asks again, and to who asked at the same moment', async () => {
      world.decide();
      const order = await placedNow({}, RESTING, 100);
      const twice = [1, 2].map(() => world.desk.cancel(nameOf(order), traceOf('trace'), WAIT_MS));
      const [first, second] = await world.answerOf(Promise.all(twice));
      expect(placed(first!)).toMatchObject({ status: 'cancelled', reason: null });
      expect(second).toEqual(first);
      expect(await cancel(order)).toEqual(first);
      expect((await world.commands()).filter(({ type }) => type === 'cancel-order')).toHaveLength(2);
    });

    it('is refused when another reason has cancelled the order', async () => {
      world.decide();
      const order = await placedNow({}, { ...RESTING, timeInForce: 'ioc' }, WAIT_MS);
      expect(order).toMatchObject({ status: 'cancelled', reason: 'not-filled-immediately' });
      expect(await cancel(order)).toEqual({ ok: false, refusal: 'order-not-open' });
    });

    it('answers the order as it is when nothing is decided for as long as it may wait', async () => {
      const order = await placedNow();
      expect(placed(await cancel(order, WAIT_MS))).toEqual(order);
    });
  });
});
