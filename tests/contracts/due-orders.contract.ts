import { randomUUID } from 'node:crypto';
import type { AccountBooks } from '@bourse/application/ports/account-books.ts';
import type { DueOrders } from '@bourse/application/ports/due-orders.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import type { Order, OrderStatus, OrderTerms } from '@bourse/core/orders/order.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_CHANGES, openOrder } from '../support/book-fixtures.ts';
import { contractSuite } from '../support/contract-suite.ts';

/** Due orders of books that are empty at first. */
export interface DueOrdersSubject {
  readonly due: DueOrders;
  readonly books: AccountBooks;
  readonly transactions: Transactions;
}

const TRIED_MS = 1_000;
const NEWER_MS = TRIED_MS + 1;
const LIMIT = 1_000;

/** An order, and the prices in millionths that reach it and that do not. */
type Case = readonly [
  name: string,
  order: { readonly terms: Partial<OrderTerms>; readonly state?: Partial<Order> },
  reached: readonly bigint[],
  missed: readonly bigint[],
];

const market = { type: 'market', limitPriceMicros: null } as const;
const buyStop = { side: 'buy', type: 'stop', limitPriceMicros: null, stopPriceMicros: 50n } as const;
const sellStop = { ...buyStop, side: 'sell' } as const;
const buyStopLimit = { side: 'buy', type: 'stop_limit', stopPriceMicros: 50n, limitPriceMicros: 60n } as const;
const sellStopLimit = { ...buyStopLimit, side: 'sell', limitPriceMicros: 40n } as const;
const triggered = { triggered: true } as const;

const CASES: readonly Case[] = [
  [
    'a purchase with a limit, at it and below',
    { terms: { side: 'buy', limitPriceMicros: 50n } },
    [1n, 49n, 50n],
    [51n],
  ],
  ['a sale with a limit, at it and above', { terms: { side: 'sell', limitPriceMicros: 50n } }, [50n, 51n, 99n], [49n]],
  ['a buy stop, at it and above', { terms: buyStop }, [50n, 51n], [49n, 1n]],
  ['a sell stop, at it and below', { terms: sellStop }, [50n, 49n], [51n, 99n]],
  ['a buy stop-limit that waits for its stop', { terms: buyStopLimit }, [50n, 61n], [49n]],
  ['a buy stop-limit that waits for its limit', { terms: buyStopLimit, state: triggered }, [60n, 1n], [61n]],
  ['a sell stop-limit that waits for its stop', { terms: sellStopLimit }, [50n, 39n], [51n]],
  ['a sell stop-limit that waits for its limit', { terms: sellStopLimit, state: triggered }, [40n, 99n], [39n]],
  ['the rest of a purchase at any price', { terms: market, state: { status: 'partially_filled' } }, [1n, 99n], []],
  ['the rest of a sale at any price', { terms: { ...market, side: 'sell' } }, [1n, 99n], []],
  ['the rest of a stop that was reached', { terms: sellStop, state: triggered }, [1n, 99n], []],
];

const FINAL: readonly OrderStatus[] = ['filled', 'cancelled', 'expired', 'rejected'];

/** How the orders that something has happened to are found, whatever they are kept in. */
export function dueOrdersContract(adapter: string, open: () => Promise<DueOrdersSubject>): void {
  /** Books with these orders in them. */
  const openWith = async (...newOrders: readonly Order[]) => {
    const { due, books, transactions } = await open();
    await transactions.run((transaction) => books.save(transaction, { ...NO_CHANGES, newOrders }));
    const change = (order: Order) =>
      transactions.run((transaction) => books.save(transaction, { ...NO_CHANGES, changedOrders: [order] }));
    const reachedBy = async (priceMicros: bigint, asOfMs = NEWER_MS, symbol = 'AAPL') => {
      const reached = await due.reachedBy([{ symbol, priceMicros, source: 'test', asOfMs }], LIMIT);
      return reached.map(({ orderId }) => orderId);
    };
    const lapsedAt = async (atMs: number) => (await due.lapsedAt(atMs, LIMIT)).map(({ orderId }) => orderId);
    return { due, change, reachedBy, lapsedAt };
  };

  contractSuite('DueOrders', adapter, () => {
    describe('a price', () => {
      it.each(CASES)('reaches %s', async (_, { terms, state }, reached, missed) => {
        const order = openOrder({ triedAsOfMs: TRIED_MS, ...state }, terms);
        const { reachedBy } = await openWith(order);
        for (const price of reached) expect(await reachedBy(price), `at ${price}`).toEqual([order.id]);
        for (const price of missed) expect(await reachedBy(price), `at ${price}`).toEqual([]);
      });

      it('reaches no order that was tried against it or a newer one', async () => {
        const { reachedBy } = await openWith(openOrder({ triedAsOfMs: TRIED_MS }, { limitPriceMicros: 50n }));
        expect(await reachedBy(1n, TRIED_MS)).toEqual([]);
        expect(await reachedBy(1n, TRIED_MS - 1)).toEqual([]);
        expect(await reachedBy(1n, NEWER_MS)).toHaveLength(1);
      });

      it.each(FINAL)('reaches no order that is %s', async (status) => {
        const order = openOrder({}, { limitPriceMicros: 50n });
        const { reachedBy, change } = await openWith(order);
        expect(await reachedBy(1n)).toEqual([order.id]);
        await change({ ...order, status, heldMicros: 0n });
        expect(await reachedBy(1n)).toEqual([]);
      });

      it('reaches no order that was final from the start', async () => {
        const { reachedBy } = await openWith(...FINAL.map((status) => openOrder({ status }, market)));
        expect(await reachedBy(1n)).toEqual([]);
      });

      it('reaches no order in another symbol', async () => {
        const { reachedBy } = await openWith(openOrder({}, { limitPriceMicros: 50n }));
        expect(await reachedBy(1n, NEWER_MS, 'AAPLX')).toEqual([]);
      });

      it('reaches a stop-limit anew once its stop was hit', async () => {
        const order = openOrder({}, buyStopLimit);
        const { reachedBy, change } = await openWith(order);
        expect(await reachedBy(40n)).toEqual([]);
        await change({ ...order, triggered: true });
        expect(await reachedBy(40n)).toEqual([order.id]);
      });
    });

    describe('several prices', () => {
      it('reach the orders of each symbol, with their names', async () => {
        const apple = openOrder({}, { limitPriceMicros: 50n });
        const microsoft = openOrder({}, { symbol: 'MSFT', side: 'sell', limitPriceMicros: 50n });
        const far = openOrder({}, { symbol: 'MSFT', limitPriceMicros: 1n });
        const { due } = await openWith(apple, microsoft, far);
        const quote = (symbol: string, priceMicros: bigint) => ({
          symbol,
          priceMicros,
          source: 'test',
          asOfMs: NEWER_MS,
        });
        const reached = await due.reachedBy([quote('AAPL', 50n), quote('MSFT', 60n), quote('NVDA', 1n)], LIMIT);
        const named = [apple, microsoft].map(({ accountId, id, terms }) => ({
          accountId,
          orderId: id,
          symbol: terms.symbol,
        }));
        expect(reached).toHaveLength(2);
        expect(reached).toEqual(expect.arrayContaining(named));
      });

      it('reach nothing when there are none', async () => {
        const { due } = await openWith(openOrder());
        expect(await due.reachedBy([], LIMIT)).toEqual([]);
      });

      it('reach as many orders as were asked for, and no more', async () => {
        const { due } = await openWith(...Array.from({ length: 5 }, () => openOrder({}, { limitPriceMicros: 50n })));
        const price = { symbol: 'AAPL', priceMicros: 1n, source: 'test', asOfMs: NEWER_MS };
        expect(await due.reachedBy([price], 3)).toHaveLength(3);
        expect(await due.reachedBy([price], LIMIT)).toHaveLength(5);
      });
    });

    describe('the close', () => {
      it('lapses open day orders when it has come, the earliest first', async () => {
        const [late, early] = [openOrder({ expiresAtMs: 200 }), openOrder({ expiresAtMs: 100 })];
        const { lapsedAt, due } = await openWith(late, early, openOrder({ expiresAtMs: null }));
        expect(await lapsedAt(99)).toEqual([]);
        expect(await lapsedAt(100)).toEqual([early.id]);
        expect(await lapsedAt(200)).toEqual([early.id, late.id]);
        expect(await due.lapsedAt(200, 1)).toEqual([{ accountId: early.accountId, orderId: early.id }]);
      });

      it.each(FINAL)('lapses no order that is %s', async (status) => {
        const order = openOrder({ expiresAtMs: 100 });
        const { lapsedAt, change } = await openWith(order, openOrder({ expiresAtMs: 100, status }));
        expect(await lapsedAt(100)).toEqual([order.id]);
        await change({ ...order, status, heldMicros: 0n });
        expect(await lapsedAt(100)).toEqual([]);
      });
    });

    it('finds exactly the orders whose side of the price is reached', async () => {
      const orders = fc.array(
        fc.record({ side: fc.constantFrom('buy', 'sell'), limit: fc.bigInt({ min: 1n, max: 9n }) }),
      );
      await fc.assert(
        fc.asyncProperty(orders, fc.bigInt({ min: 1n, max: 9n }), async (limits, price) => {
          const symbol = randomUUID();
          const resting = limits.map(({ side, limit }) => openOrder({}, { symbol, side, limitPriceMicros: limit }));
          const { reachedBy } = await openWith(...resting);
          const expected = resting.filter(({ terms }) =>
            terms.side === 'buy' ? price <= terms.limitPriceMicros! : price >= terms.limitPriceMicros!,
          );
          const reached = await reachedBy(price, NEWER_MS, symbol);
          expect(reached.toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
        }),
        { numRuns: 25 },
      );
    });
  });
}
