import type { AccountBooks } from '@bourse/application/ports/account-books.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import { MICROS_PER_UNIT } from '@bourse/core/money/decimal.ts';
import type { Order, OrderTerms } from '@bourse/core/orders/order.ts';
import type { Bookkeeper } from './bookkeeper.ts';
import { createBookkeeper } from './bookkeeper.ts';
import type { Happening } from './trading-history.ts';
import { occurrencesOf, SYMBOLS } from './trading-history.ts';

/** Books in order, small enough to name what is in them: of two accounts one has traded. */
export interface SmallBooks {
  readonly trader: string;
  readonly other: string;
  readonly bookkeeper: Bookkeeper;
  /** A purchase of ten shares that was filled at once, a purchase and a sale that rest. */
  readonly filled: Order;
  readonly restingPurchase: Order;
  readonly restingSale: Order;
}

const UNIT = MICROS_PER_UNIT;
const [SYMBOL] = SYMBOLS;

function order(changes: Partial<OrderTerms>): Happening {
  const terms: OrderTerms = {
    symbol: SYMBOL,
    side: 'buy',
    type: 'market',
    quantityMicros: 10n * UNIT,
    limitPriceMicros: null,
    stopPriceMicros: null,
    timeInForce: 'gtc',
    expectedPriceMicros: null,
    ...changes,
  };
  return { type: 'order', who: 0, terms };
}

const HAPPENINGS: readonly Happening[] = [
  ...[0, 1].map((who) => ({ type: 'cash', who, cash: 'deposit', micros: 100n * UNIT }) as const),
  { type: 'quote', symbol: SYMBOL, micros: 5n * UNIT },
  order({}),
  { type: 'pass', ms: 1_000 },
  order({ type: 'limit', limitPriceMicros: 2n * UNIT }),
  order({ type: 'limit', side: 'sell', limitPriceMicros: 9n * UNIT, quantityMicros: 4n * UNIT }),
  { type: 'pass', ms: 1_000 },
  { type: 'cash', who: 0, cash: 'withdrawal', micros: UNIT },
];

/** Books them. */
export async function bookSmallBooks(store: {
  readonly books: AccountBooks;
  readonly transactions: Transactions;
}): Promise<SmallBooks> {
  const { accountIds, occurrences } = occurrencesOf(HAPPENINGS);
  const bookkeeper = createBookkeeper(store);
  await bookkeeper.book(occurrences);
  const [filled, restingPurchase, restingSale] = bookkeeper.orders();
  return {
    trader: accountIds[0],
    other: accountIds[1],
    bookkeeper,
    filled: filled!,
    restingPurchase: restingPurchase!,
    restingSale: restingSale!,
  };
}
