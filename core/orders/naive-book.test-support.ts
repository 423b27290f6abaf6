import type { Order, OrderTerms } from './order.ts';
import type { TradingRules } from './trading-rules.ts';

/**
 * The rules of trading for one account, written down a second time as simply as they can be said: whole fractions instead of
 * millionths, one running total of cash, holds worked out anew from the open orders whenever somebody asks. It shares nothing with
 * the deciders but the types of what goes in.
 */
export interface NaiveBook {
  deposit(amountMicros: bigint): void;
  /** Answers whether the cash was there. */
  withdraw(amountMicros: bigint): boolean;
  quote(symbol: string, priceMicros: bigint, atMs: number): void;
  place(id: string, terms: OrderTerms, atMs: number): void;
  /** Tries the open orders of a symbol, oldest first, against its newest price. */
  tryAll(symbol: string, atMs: number): void;
  cancel(id: string): void;
  expireAll(atMs: number): void;
  /** What there should be, in millionths. */
  view(): NaiveView;
}

/** Everything that can be compared with the books, in millionths. */
export interface NaiveView {
  readonly available: bigint;
  readonly held: bigint;
  readonly positions: ReadonlyMap<string, { available: bigint; held: bigint; average: bigint; profit: bigint }>;
  readonly orders: ReadonlyMap<
    string,
    { status: Order['status']; reason: Order['reason']; filled: bigint; held: bigint }
  >;
}

interface NaiveOrder {
  readonly terms: OrderTerms;
  readonly closesAtMs: number;
  status: Order['status'];
  reason: Order['reason'];
  filled: Ratio;
  stopReached: boolean;
  lastQuoteMs: number;
  /** The price at which the rest of a purchase is reserved. */
  reservedAt: Ratio;
}

interface NaivePosition {
  quantity: Ratio;
  average: Ratio;
  profit: Ratio;
}

/** An account with nothing in it. */
export function naiveBook(rules: TradingRules): NaiveBook {
  const orders = new Map<string, NaiveOrder>();
  const positions = new Map<string, NaivePosition>();
  const quotes = new Map<string, { price: Ratio; atMs: number }>();
  let cash = ZERO;

  const isOpen = (order: NaiveOrder) => order.status === 'open' || order.status === 'partially_filled';
  const rest = (order: NaiveOrder) => minus(amount(order.terms.quantityMicros), order.filled);
  const priceOf = (micros: bigint | null) => (micros === null ? null : amount(micros));
  const withCommission = (cost: Ratio, round: (value: Ratio) => Ratio) =>
    plus(cost, round(times(cost, ratio(rules.commissionBasisPoints, 10_000n))));
  const costOf = (price: Ratio, quantity: Ratio) => withCommission(roundUp(times(price, quantity)), roundUp);

  function holdOf(order: NaiveOrder): Ratio {
    if (!isOpen(order)) return ZERO;
    return order.terms.side === 'sell' ? rest(order) : costOf(order.reservedAt, rest(order));
  }

  function heldCash(): Ratio {
    return [...orders.values()]
      .filter(({ terms }) => terms.side === 'buy')
      .reduce((sum, order) => plus(sum, holdOf(order)), ZERO);
  }

  function heldShares(symbol: string): Ratio {
    return [...orders.values()]
      .filter(({ terms }) => terms.side === 'sell' && terms.symbol === symbol)
      .reduce((sum, order) => plus(sum, holdOf(order)), ZERO);
  }

  function positionOf(symbol: string): NaivePosition {
    const known = positions.get(symbol) ?? { quantity: ZERO, average: ZERO, profit: ZERO };
    positions.set(symbol, known);
    return known;
  }

  /** The price at which a purchase reserves: its limit; while its stop waits the worse of stop and market; else the market. */
  function reservedPrice(order: NaiveOrder, market: Ratio): Ratio {
    const limit = priceOf(order.terms.limitPriceMicros);
    const stop = priceOf(order.terms.stopPriceMicros);
    if (limit !== null) return limit;
    return stop !== null && !order.stopReached && less(market, stop) ? stop : market;
  }

  function refusalOf(order: NaiveOrder, atMs: number): Order['reason'] {
    const { terms } = order;
    const quote = quotes.get(terms.symbol);
    if (quote === undefined) return 'price-unavailable';
    if (atMs - quote.atMs > rules.maxPriceAgeMs) return 'price-stale';
    const expected = priceOf(terms.expectedPriceMicros);
    if (expected !== null) {
      const away = less(quote.price, expected) ? minus(expected, quote.price) : minus(quote.price, expected);
      const allowed = times(expected, ratio(rules.priceToleranceMicros, 100_000_000n));
      if (less(allowed, away)) return 'price-moved';
    }
    const quantity = amount(terms.quantityMicros);
    const reserved = reservedPrice(order, quote.price);
    const largest = terms.side === 'sell' && less(reserved, quote.price) ? quote.price : reserved;
    if (less(amount(rules.maxNotionalMicros), roundUp(times(largest, quantity)))) return 'notional-too-large';
    if (terms.side === 'sell') {
      const free = minus(positionOf(terms.symbol).quantity, heldShares(terms.symbol));
      return less(free, quantity) ? 'insufficient-quantity' : null;
    }
    return less(minus(cash, heldCash()), costOf(reserved, quantity)) ? 'insufficient-buying-power' : null;
  }

  function attempt(order: NaiveOrder, market: Ratio, quotedAtMs: number): void {
    const { terms } = order;
    const buys = terms.side === 'buy';
    const stop = priceOf(terms.stopPriceMicros);
    if (stop !== null && !order.stopReached) {
      if (buys ? less(market, stop) : less(stop, market)) return;
      order.stopReached = true;
      order.lastQuoteMs = quotedAtMs;
    }
    const limit = priceOf(terms.limitPriceMicros);
    if (limit !== null && (buys ? less(limit, market) : less(market, limit))) return;
    const most = rules.liquidity.model === 'capped' ? amount(rules.liquidity.maxFillMicros) : rest(order);
    const quantity = less(most, rest(order)) ? most : rest(order);
    if (terms.timeInForce === 'fok' && less(quantity, rest(order))) return;
    order.lastQuoteMs = quotedAtMs;
    fill(order, market, quantity);
  }

  function fill(order: NaiveOrder, market: Ratio, quantity: Ratio): void {
    const { terms } = order;
    const position = positionOf(terms.symbol);
    const value = roundDown(times(market, quantity));
    const restsOn = terms.timeInForce === 'day' || terms.timeInForce === 'gtc';
    if (terms.side === 'buy') {
      const price = withCommission(value, roundDown);
      const left = minus(rest(order), quantity);
      const needed = plus(price, restsOn && less(ZERO, left) ? costOf(reservedPrice(order, market), left) : ZERO);
      // What others hold is not there for it; what it holds itself is.
      if (less(plus(minus(cash, heldCash()), holdOf(order)), needed)) {
        order.status = 'cancelled';
        order.reason = 'insufficient-buying-power';
        return;
      }
      cash = minus(cash, price);
      const total = plus(times(position.quantity, position.average), times(quantity, market));
      position.quantity = plus(position.quantity, quantity);
      position.average = roundHalfEven(over(total, position.quantity));
    } else {
      cash = plus(cash, minus(value, roundDown(times(value, ratio(rules.commissionBasisPoints, 10_000n)))));
      position.profit = plus(position.profit, roundHalfEven(times(minus(market, position.average), quantity)));
      position.quantity = minus(position.quantity, quantity);
      if (!less(ZERO, position.quantity)) position.average = ZERO;
    }
    order.filled = plus(order.filled, quantity);
    order.reservedAt = reservedPrice(order, market);
    order.status = less(ZERO, rest(order)) ? 'partially_filled' : 'filled';
  }

  function expire(order: NaiveOrder, atMs: number): void {
    if (isOpen(order) && atMs >= order.closesAtMs) order.status = 'expired';
  }

  return {
    deposit(amountMicros) {
      cash = plus(cash, amount(amountMicros));
    },
    withdraw(amountMicros) {
      if (less(minus(cash, heldCash()), amount(amountMicros))) return false;
      cash = minus(cash, amount(amountMicros));
      return true;
    },
    quote(symbol, priceMicros, atMs) {
      quotes.set(symbol, { price: amount(priceMicros), atMs });
    },
    place(id, terms, atMs) {
      const day = 86_400_000;
      const closeToday = atMs - (atMs % day) + rules.closeMinuteUtc * 60_000;
      const closesAtMs = terms.timeInForce === 'day' ? (atMs < closeToday ? closeToday : closeToday + day) : Infinity;
      const order: NaiveOrder = {
        terms,
        closesAtMs,
        status: 'accepted',
        reason: null,
        filled: ZERO,
        stopReached: false,
        lastQuoteMs: 0,
        reservedAt: ZERO,
      };
      orders.set(id, order);
      order.reason = refusalOf(order, atMs);
      const quote = quotes.get(terms.symbol);
      if (order.reason !== null || quote === undefined) {
        order.status = 'rejected';
        return;
      }
      order.lastQuoteMs = quote.atMs;
      attempt(order, quote.price, quote.atMs);
      if (order.status === 'filled' || order.status === 'cancelled') return;
      if (terms.timeInForce === 'ioc' || terms.timeInForce === 'fok') {
        order.status = 'cancelled';
        order.reason = 'not-filled-immediately';
      } else if (order.status === 'accepted') {
        order.status = 'open';
        order.reservedAt = reservedPrice(order, quote.price);
      }
    },
    tryAll(symbol, atMs) {
      const quote = quotes.get(symbol);
      for (const order of orders.values()) {
        if (order.terms.symbol !== symbol || quote === undefined) continue;
        expire(order, atMs);
        if (!isOpen(order) || quote.atMs <= order.lastQuoteMs || atMs - quote.atMs > rules.maxPriceAgeMs) continue;
        attempt(order, quote.price, quote.atMs);
      }
    },
    cancel(id) {
      const order = orders.get(id);
      if (order !== undefined && isOpen(order)) order.status = 'cancelled';
    },
    expireAll(atMs) {
      for (const order of orders.values()) expire(order, atMs);
    },
    view: () => ({
      available: micros(minus(cash, heldCash())),
      held: micros(heldCash()),
      positions: new Map(
        [...positions].map(([symbol, { quantity, average, profit }]) => {
          const held = heldShares(symbol);
          return [
            symbol,
            {
              available: micros(minus(quantity, held)),
              held: micros(held),
              average: micros(average),
              profit: micros(profit),
            },
          ];
        }),
      ),
      orders: new Map(
        [...orders].map(([id, order]) => {
          const { status, reason, filled } = order;
          return [id, { status, reason, filled: micros(filled), held: micros(holdOf(order)) }];
        }),
      ),
    }),
  };
}

/** An exact fraction; the denominator is positive. */
interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}

const ZERO: Ratio = { n: 0n, d: 1n };

function ratio(n: bigint, d: bigint): Ratio {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b > 0n) [a, b] = [b, a % b];
  return a === 0n ? ZERO : { n: n / a, d: d / a };
}

function amount(ofMicros: bigint): Ratio {
  return ratio(ofMicros, 1_000_000n);
}

function plus(one: Ratio, other: Ratio): Ratio {
  return ratio(one.n * other.d + other.n * one.d, one.d * other.d);
}

function minus(one: Ratio, other: Ratio): Ratio {
  return plus(one, { n: -other.n, d: other.d });
}

function times(one: Ratio, other: Ratio): Ratio {
  return ratio(one.n * other.n, one.d * other.d);
}

/** Divides by a positive fraction. */
function over(one: Ratio, other: Ratio): Ratio {
  return ratio(one.n * other.d, one.d * other.n);
}

function less(one: Ratio, other: Ratio): boolean {
  return one.n * other.d < other.n * one.d;
}

/** The largest whole number of millionths that is not above a fraction. */
function floorMicros({ n, d }: Ratio): bigint {
  const scaled = n * 1_000_000n;
  return scaled >= 0n ? scaled / d : -((-scaled + d - 1n) / d);
}

function roundDown(value: Ratio): Ratio {
  return amount(floorMicros(value));
}

function roundUp(value: Ratio): Ratio {
  const down = roundDown(value);
  return less(down, value) ? plus(down, amount(1n)) : down;
}

function roundHalfEven(value: Ratio): Ratio {
  const down = roundDown(value);
  const half = plus(down, ratio(1n, 2_000_000n));
  if (less(value, half)) return down;
  if (less(half, value)) return plus(down, amount(1n));
  return floorMicros(down) % 2n === 0n ? down : plus(down, amount(1n));
}

function micros({ n, d }: Ratio): bigint {
  const scaled = n * 1_000_000n;
  if (scaled % d !== 0n) throw new RangeError(`${n}/${d} is not a whole number of millionths`);
  return scaled / d;
}
