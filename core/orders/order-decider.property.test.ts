import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../ledger/account.ts';
import { emptyAccount } from '../ledger/account.ts';
import { decideCash } from '../ledger/cash-decider.ts';
import type { Movement } from '../ledger/movement.ts';
import { imbalanceOf, LEDGER_ACCOUNTS } from '../ledger/movement.ts';
import type { Position } from '../ledger/position.ts';
import { emptyPosition } from '../ledger/position.ts';
import { post } from '../ledger/posting.ts';
import type { Price } from '../market/price.ts';
import { naiveBook } from './naive-book.test-support.ts';
import type { Order, OrderTerms } from './order.ts';
import { isOpen, SIDES, TIMES_IN_FORCE } from './order.ts';
import type { OrderContext } from './order-decider.ts';
import { acceptedOrder, decideCancellation, decideExpiry, decidePlacement, decideTick } from './order-decider.ts';
import type { OrderEvent } from './order-event.ts';
import { evolveOrder, movementOf } from './order-event.ts';
import { NOON_MS, RULES } from './order-scenario.test-support.ts';
import type { TradingRules } from './trading-rules.ts';
import { wakePrices } from './wake.ts';

type Command =
  | { readonly type: 'deposit' | 'withdrawal'; readonly amountMicros: bigint }
  | { readonly type: 'tick'; readonly symbol: string; readonly priceMicros: bigint }
  | { readonly type: 'place'; readonly terms: OrderTerms }
  | { readonly type: 'cancel'; readonly pick: number }
  | { readonly type: 'wait'; readonly ms: number };

const SYMBOLS = ['ACME', 'EMCA'];

/** Around 100, with cents or with every digit that there is. */
const price = fc.oneof(
  fc.integer({ min: 9_500, max: 10_500 }).map((cents) => BigInt(cents) * 10_000n),
  fc.bigInt({ min: 95_000_000n, max: 105_000_000n }),
);
const quantity = fc.oneof(
  fc.integer({ min: 1, max: 12 }).map((shares) => BigInt(shares) * 1_000_000n),
  fc.bigInt({ min: 1_000n, max: 5_000_000n }),
);
const terms: fc.Arbitrary<OrderTerms> = fc
  .record({
    symbol: fc.constantFrom(...SYMBOLS),
    side: fc.constantFrom(...SIDES),
    kind: fc.constantFrom('market', 'limit', 'stop', 'stop_limit'),
    quantityMicros: quantity,
    limitPriceMicros: price,
    stopPriceMicros: price,
    timeInForce: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('day', 'gtc') }, fc.constantFrom(...TIMES_IN_FORCE)),
    expectedPriceMicros: fc.option(price, { nil: null, freq: 2 }),
  })
  .map(({ kind, limitPriceMicros, stopPriceMicros, ...rest }) => ({
    ...rest,
    type: kind,
    limitPriceMicros: kind === 'limit' || kind === 'stop_limit' ? limitPriceMicros : null,
    stopPriceMicros: kind === 'stop' || kind === 'stop_limit' ? stopPriceMicros : null,
  }));
const cash = fc.bigInt({ min: 1n, max: 2_000_000_000n });
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('deposit', 'withdrawal'), amountMicros: cash }) },
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant('tick'), symbol: fc.constantFrom(...SYMBOLS), priceMicros: price }),
  },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('place'), terms }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('cancel'), pick: fc.nat({ max: 30 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('wait'), ms: fc.constantFrom(1, 299_000, 301_000, 18_000_000) }),
  },
);
const rules: fc.Arbitrary<TradingRules> = fc.record({
  priceToleranceMicros: fc.constantFrom(2_000_000n, 500_000n),
  maxPriceAgeMs: fc.constant(300_000),
  maxNotionalMicros: fc.constantFrom(1_000_000_000n, 1_000_000_000_000n),
  commissionBasisPoints: fc.constantFrom(0n, 1n, 25n),
  closeMinuteUtc: fc.constantFrom(0, 1_260),
  liquidity: fc.oneof(
    fc.constant({ model: 'unlimited' as const }),
    fc.record({ model: fc.constant('capped' as const), maxFillMicros: quantity }),
  ),
});

/** One account decided by the deciders, with the journal of everything that moved. */
function createBooks(tradingRules: TradingRules) {
  let account: Account = emptyAccount('account');
  const positions = new Map<string, Position>(SYMBOLS.map((symbol) => [symbol, emptyPosition('account', symbol)]));
  const orders = new Map<string, Order>();
  const prices = new Map<string, Price>();
  const journal: Movement[] = [];
  const cashRules = {
    maxAmountMicros: 10n ** 15n,
    maxDepositsPerDayMicros: 10n ** 15n,
    maxWithdrawalsPerDayMicros: 10n ** 15n,
  };

  function book(movement: Movement): void {
    const position = movement.symbol === null ? null : positions.get(movement.symbol)!;
    const posted = post(account, position, movement);
    account = posted.account;
    if (posted.position !== null) positions.set(posted.position.symbol, posted.position);
    journal.push(movement);
  }

  function apply(order: Order, events: readonly OrderEvent[]): void {
    let current = order;
    for (const event of events) {
      if (event.type === 'order-filled') assertLimit(current, event.price.priceMicros);
      const movement = movementOf(current, event);
      if (movement !== null) book(movement);
      current = evolveOrder(current, event);
    }
    orders.set(order.id, current);
  }

  function contextOf(symbol: string, atMs: number): OrderContext {
    return {
      account,
      position: positions.get(symbol)!,
      instrument: { symbol, name: symbol, exchange: 'XNAS', sector: 'Tools', status: 'active' },
      price: prices.get(symbol),
      rules: tradingRules,
      atMs,
    };
  }

  return {
    orders,
    positions,
    journal,
    account: () => account,
    moveCash(type: 'deposit' | 'withdrawal', amountMicros: bigint, atMs: number): boolean {
      const decided = decideCash(account, { type, transactionId: 'cash', amountMicros }, cashRules, atMs);
      if (!decided.ok) return false;
      account = decided.value.account;
      book(decided.value.movement);
      return true;
    },
    quote(symbol: string, priceMicros: bigint, atMs: number): void {
      prices.set(symbol, { symbol, priceMicros, source: 'feed', asOfMs: atMs });
    },
    place(id: string, orderTerms: OrderTerms, atMs: number): void {
      const placed = { accountId: 'account', id, clientOrderId: null, terms: orderTerms, createdAtMs: atMs };
      const order = acceptedOrder(placed, tradingRules);
      apply(order, decidePlacement(order, contextOf(orderTerms.symbol, atMs)));
    },
    tryAll(symbol: string, atMs: number): void {
      const newest = prices.get(symbol)!;
      for (const order of [...orders.values()].filter((one) => one.terms.symbol === symbol)) {
        const events = decideTick(order, newest, contextOf(symbol, atMs));
        // Who is not woken must have had nothing to do.
        if (!isWoken(order, newest.priceMicros) && decideExpiry(order, atMs).length === 0) expect(events).toEqual([]);
        apply(order, events);
      }
    },
    cancel: (id: string, atMs: number) => apply(orders.get(id)!, decideCancellation(orders.get(id)!, atMs)),
    expireAll(atMs: number): void {
      for (const order of [...orders.values()]) apply(order, decideExpiry(order, atMs));
    },
  };
}

function isWoken(order: Order, priceMicros: bigint): boolean {
  const { atOrAboveMicros, atOrBelowMicros } = wakePrices(order);
  return (
    (atOrAboveMicros !== null && priceMicros >= atOrAboveMicros) ||
    (atOrBelowMicros !== null && priceMicros <= atOrBelowMicros)
  );
}

function assertLimit({ terms: { limitPriceMicros, side } }: Order, priceMicros: bigint): void {
  if (limitPriceMicros === null) return;
  if (side === 'buy') expect(priceMicros).toBeLessThanOrEqual(limitPriceMicros);
  else expect(priceMicros).toBeGreaterThanOrEqual(limitPriceMicros);
}

type Books = ReturnType<typeof createBooks>;

/** Everything that the model knows, as the books have it. */
function viewOf({ account, positions, orders }: Books) {
  const entryOf = (position: Position) => ({
    available: position.availableMicros,
    held: position.heldMicros,
    average: position.averageEntryPriceMicros,
    profit: position.realizedProfitMicros,
  });
  return {
    available: account().availableMicros,
    held: account().heldMicros,
    positions: Object.fromEntries([...positions].map(([symbol, position]) => [symbol, entryOf(position)])),
    orders: Object.fromEntries(
      [...orders].map(([id, { status, reason, filledQuantityMicros, heldMicros }]) => [
        id,
        { status, reason, filled: filledQuantityMicros, held: heldMicros },
      ]),
    ),
  };
}

function assertInvariants({ account, positions, orders, journal }: Books): void {
  const totals = new Map<string, bigint>();
  for (const { entries, symbol } of journal) {
    expect(imbalanceOf(entries)).toEqual({ cashMicros: 0n, sharesMicros: 0n });
    for (const name of LEDGER_ACCOUNTS) {
      const key = name.startsWith('cash') ? name : `${symbol}/${name}`;
      totals.set(key, (totals.get(key) ?? 0n) + entries[name]);
    }
  }
  expect(account().availableMicros).toBe(totals.get('cashAvailable') ?? 0n);
  expect(account().heldMicros).toBe(totals.get('cashHeld') ?? 0n);
  for (const [symbol, position] of positions) {
    expect(position.availableMicros).toBe(totals.get(`${symbol}/sharesAvailable`) ?? 0n);
    expect(position.heldMicros).toBe(totals.get(`${symbol}/sharesHeld`) ?? 0n);
    expect(position.availableMicros).toBeGreaterThanOrEqual(0n);
    expect(position.heldMicros).toBeGreaterThanOrEqual(0n);
  }
  expect(account().availableMicros).toBeGreaterThanOrEqual(0n);
  expect(totals.get('cashFees') ?? 0n).toBeGreaterThanOrEqual(0n);

  const all = [...orders.values()];
  const held = (side: string, symbol?: string) =>
    all
      .filter(({ terms: { side: its, symbol: of } }) => its === side && (symbol === undefined || of === symbol))
      .reduce((sum, order) => sum + order.heldMicros, 0n);
  expect(account().heldMicros).toBe(held('buy'));
  for (const [symbol, position] of positions) expect(position.heldMicros).toBe(held('sell', symbol));
  for (const order of all) {
    expect(order.filledQuantityMicros).toBeLessThanOrEqual(order.terms.quantityMicros);
    expect(order.status === 'filled').toBe(order.filledQuantityMicros === order.terms.quantityMicros);
    if (!isOpen(order)) expect(order.heldMicros).toBe(0n);
  }
}

describe('the deciders against a naive model', () => {
  it('agree on cash, holds, positions and every order, whatever happens to an account', () => {
    fc.assert(
      fc.property(rules, fc.array(command, { minLength: 1, maxLength: 60, size: 'max' }), (tradingRules, commands) => {
        const books = createBooks(tradingRules);
        const model = naiveBook(tradingRules);
        let atMs = NOON_MS;
        const all: readonly Command[] = [
          { type: 'deposit', amountMicros: 2_000_000_000n },
          ...SYMBOLS.map((symbol): Command => ({ type: 'tick', symbol, priceMicros: 100_000_000n })),
          ...commands,
        ];
        for (const [index, one] of all.entries()) {
          atMs += 1_000;
          switch (one.type) {
            case 'deposit':
              books.moveCash('deposit', one.amountMicros, atMs);
              model.deposit(one.amountMicros);
              break;
            case 'withdrawal':
              expect(books.moveCash('withdrawal', one.amountMicros, atMs)).toBe(model.withdraw(one.amountMicros));
              break;
            case 'tick':
              for (const book of [books, model]) {
                book.quote(one.symbol, one.priceMicros, atMs);
                book.tryAll(one.symbol, atMs);
              }
              break;
            case 'place':
              for (const book of [books, model]) book.place(`order ${index}`, one.terms, atMs);
              break;
            case 'cancel': {
              const id = [...books.orders.keys()][one.pick];
              if (id === undefined) break;
              books.cancel(id, atMs);
              model.cancel(id);
              break;
            }
            case 'wait':
              atMs += one.ms;
              for (const book of [books, model]) book.expireAll(atMs);
              break;
          }
          const { positions, orders, ...balances } = model.view();
          const seen = viewOf(books);
          const unseen = { available: 0n, held: 0n, average: 0n, profit: 0n };
          expect(seen).toEqual({
            ...balances,
            positions: Object.fromEntries(SYMBOLS.map((symbol) => [symbol, positions.get(symbol) ?? unseen])),
            orders: Object.fromEntries(orders),
          });
          assertInvariants(books);
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('cover every status and every reason that an account can meet', () => {
    const met = new Set<string>();
    const sample = fc.sample(fc.tuple(rules, fc.array(command, { minLength: 40, maxLength: 60 })), {
      numRuns: 150,
      seed: 7,
    });
    for (const [tradingRules, commands] of sample) {
      const books = createBooks({ ...RULES, ...tradingRules });
      let atMs = NOON_MS;
      books.moveCash('deposit', 2_000_000_000n, atMs);
      for (const symbol of SYMBOLS) books.quote(symbol, 100_000_000n, atMs);
      for (const [index, one] of commands.entries()) {
        atMs += 1_000;
        if (one.type === 'place') books.place(`order ${index}`, one.terms, atMs);
        if (one.type === 'tick') books.quote(one.symbol, one.priceMicros, atMs);
        if (one.type === 'tick') books.tryAll(one.symbol, atMs);
        if (one.type === 'cancel')
          for (const id of [...books.orders.keys()].slice(one.pick, one.pick + 1)) books.cancel(id, atMs);
        if (one.type === 'wait') books.expireAll((atMs += one.ms));
        for (const { status, reason } of books.orders.values()) met.add(status).add(reason ?? 'no reason');
      }
    }
    for (const word of ['open', 'partially_filled', 'filled', 'cancelled', 'expired', 'rejected'])
      expect(met).toContain(word);
    for (const word of ['price-stale', 'price-moved', 'notional-too-large', 'not-filled-immediately'])
      expect(met).toContain(word);
    for (const word of ['insufficient-buying-power', 'insufficient-quantity']) expect(met).toContain(word);
  }, 60_000);
});
