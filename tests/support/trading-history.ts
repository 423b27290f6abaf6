import { randomUUID } from 'node:crypto';
import type { AccountCommand } from '@bourse/application/orders/account-command.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { MICROS_PER_UNIT } from '@bourse/core/money/decimal.ts';
import type { OrderTerms } from '@bourse/core/orders/order.ts';
import { ORDER_TYPES, SIDES, TIMES_IN_FORCE } from '@bourse/core/orders/order.ts';
import fc from 'fast-check';
import type { Occurrence } from './bookkeeper.ts';

/** Noon UTC of the day on which every history begins; the close is at 21:00. */
export const HISTORY_START_MS = Date.UTC(2026, 10, 20, 12);

/** Symbols that histories trade in, in their order. */
export const SYMBOLS = ['AAPL', 'BRK.B', 'BRKA'] as const;

/** Something that happens in a history; accounts and orders are named by their number, modulo how many there are. */
export type Happening =
  | { readonly type: 'cash'; readonly who: number; readonly cash: 'deposit' | 'withdrawal'; readonly micros: bigint }
  | { readonly type: 'order'; readonly who: number; readonly terms: OrderTerms }
  | { readonly type: 'quote'; readonly symbol: string; readonly micros: bigint }
  | { readonly type: 'cancel'; readonly order: number }
  | { readonly type: 'pass'; readonly ms: number };

const priceMicros = (): fc.Arbitrary<bigint> => fc.bigInt({ min: 1_000_000n, max: 9_000_000n });

const terms = (): fc.Arbitrary<OrderTerms> =>
  fc
    .record({
      symbol: fc.constantFrom(...SYMBOLS),
      side: fc.constantFrom(...SIDES),
      type: fc.constantFrom(...ORDER_TYPES),
      quantityMicros: fc.bigInt({ min: 1n, max: 20_000_000n }),
      limitPriceMicros: priceMicros(),
      stopPriceMicros: priceMicros(),
      timeInForce: fc.constantFrom(...TIMES_IN_FORCE),
    })
    .map((asked) => ({
      ...asked,
      limitPriceMicros: asked.type.includes('limit') ? asked.limitPriceMicros : null,
      stopPriceMicros: asked.type.startsWith('stop') ? asked.stopPriceMicros : null,
      expectedPriceMicros: null,
    }));

const happening = (): fc.Arbitrary<Happening> =>
  fc.oneof(
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('cash' as const),
        who: fc.nat(9),
        cash: fc.constantFrom('deposit' as const, 'withdrawal' as const),
        micros: fc.bigInt({ min: 1n, max: 50n * MICROS_PER_UNIT }),
      }),
    },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('order' as const), who: fc.nat(9), terms: terms() }) },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('quote' as const),
        symbol: fc.constantFrom(...SYMBOLS),
        micros: priceMicros(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('cancel' as const), order: fc.nat(50) }) },
    {
      weight: 2,
      arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 90_000 }) }),
    },
  );

/** What two accounts may do in some minutes: cash first and prices known, or next to everything would be rejected. */
export function history(maxLength = 30): fc.Arbitrary<readonly Happening[]> {
  const opening: readonly Happening[] = [
    ...[0, 1].map((who) => ({ type: 'cash', who, cash: 'deposit', micros: 100n * MICROS_PER_UNIT }) as const),
    ...SYMBOLS.map((symbol) => ({ type: 'quote', symbol, micros: 5n * MICROS_PER_UNIT }) as const),
  ];
  return fc.array(happening(), { maxLength }).map((rest) => [...opening, ...rest]);
}

/** A history as commands of two new accounts: every quote tries all orders in its symbol. */
export function occurrencesOf(happenings: readonly Happening[]): {
  readonly accountIds: readonly [string, string];
  readonly occurrences: readonly Occurrence[];
  /** All quotes, in their order. */
  readonly quotes: readonly Price[];
} {
  const accountIds: readonly [string, string] = [randomUUID(), randomUUID()];
  const placed: { readonly accountId: string; readonly orderId: string; readonly symbol: string }[] = [];
  const occurrences: Occurrence[] = [];
  const quotes: Price[] = [];
  let atMs = HISTORY_START_MS;
  let prices: ReadonlyMap<string, Price> = new Map();
  const happen = (command: AccountCommand): void => void occurrences.push({ command, atMs, prices });
  for (const one of happenings) {
    switch (one.type) {
      case 'pass':
        atMs += one.ms;
        break;
      case 'cash': {
        const cash = { type: one.cash, transactionId: randomUUID(), amountMicros: one.micros };
        happen({ type: 'move-cash', commandId: randomUUID(), accountId: accountIds[one.who % 2]!, cash });
        break;
      }
      case 'order': {
        const order = { accountId: accountIds[one.who % 2]!, id: randomUUID(), clientOrderId: null };
        placed.push({ accountId: order.accountId, orderId: order.id, symbol: one.terms.symbol });
        const asked = { ...order, terms: one.terms, createdAtMs: atMs };
        happen({ type: 'place-order', commandId: randomUUID(), order: asked });
        break;
      }
      case 'cancel': {
        const { accountId, orderId } = placed[one.order % Math.max(placed.length, 1)] ?? {};
        if (accountId === undefined || orderId === undefined) break;
        happen({ type: 'cancel-order', commandId: randomUUID(), accountId, orderId });
        break;
      }
      case 'quote': {
        const price = { symbol: one.symbol, priceMicros: one.micros, source: 'test', asOfMs: atMs };
        prices = new Map(prices).set(one.symbol, price);
        quotes.push(price);
        for (const { accountId, orderId, symbol } of placed) {
          if (symbol === one.symbol) happen({ type: 'try-order', accountId, orderId, price });
        }
      }
    }
  }
  return { accountIds, occurrences, quotes };
}
