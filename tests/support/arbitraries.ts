import type { CashTransaction } from '@bourse/application/ports/account-books.ts';
import type { Account } from '@bourse/core/ledger/account.ts';
import type { JournalHead, JournalTransaction } from '@bourse/core/ledger/journal.ts';
import type { Entries, FillPrice, Movement } from '@bourse/core/ledger/movement.ts';
import type { Position } from '@bourse/core/ledger/position.ts';
import type { Order, OrderTerms } from '@bourse/core/orders/order.ts';
import { ORDER_REASONS, ORDER_STATUSES, ORDER_TYPES, SIDES, TIMES_IN_FORCE } from '@bourse/core/orders/order.ts';
import fc from 'fast-check';

/** Largest and smallest value of a 64-bit integer. */
export const MAX_INT64 = 9_223_372_036_854_775_807n;
export const MIN_INT64 = -9_223_372_036_854_775_808n;

/** Any 64-bit integer, often an extreme one. */
export const int64 = (): fc.Arbitrary<bigint> =>
  fc.oneof(
    fc.bigInt({ min: MIN_INT64, max: MAX_INT64 }),
    fc.constantFrom(MIN_INT64, -1n, 0n, 1n, 2n ** 53n + 1n, MAX_INT64),
  );

/** A balance: not negative. */
export const balance = (): fc.Arbitrary<bigint> =>
  fc.oneof(fc.bigInt({ min: 0n, max: MAX_INT64 }), fc.constantFrom(0n, 1n, 2n ** 53n + 1n, MAX_INT64));

/** Epoch milliseconds that a Date can hold. */
export const moment = (): fc.Arbitrary<number> => fc.integer({ min: 0, max: 8_640_000_000_000_000 });

/** Text that a database can hold: any characters but NUL. */
export const text = (): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.oneof(
      fc.constantFrom('"', '\\', '\n', '\t', "'", '|', '🦉', '漢'),
      fc.string({ minLength: 1, maxLength: 1 }),
    ),
  });

const orNull = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null });

export const uuid = (): fc.Arbitrary<string> => fc.uuid();

const symbol = (): fc.Arbitrary<string> => fc.constantFrom('AAPL', 'BRK.B', 'MSFT', '7203.T');

export const account = (): fc.Arbitrary<Account> =>
  fc.record({
    accountId: uuid(),
    availableMicros: balance(),
    heldMicros: balance(),
    limitDate: fc.constantFrom('', '1970-01-01', '2026-11-20'),
    depositedOnDateMicros: int64(),
    withdrawnOnDateMicros: int64(),
    recordedAtMs: moment(),
  });

export const position = (): fc.Arbitrary<Position> =>
  fc.record({
    accountId: uuid(),
    symbol: symbol(),
    availableMicros: balance(),
    heldMicros: balance(),
    averageEntryPriceMicros: int64(),
    realizedProfitMicros: int64(),
  });

export const orderTerms = (): fc.Arbitrary<OrderTerms> =>
  fc.record({
    symbol: symbol(),
    side: fc.constantFrom(...SIDES),
    type: fc.constantFrom(...ORDER_TYPES),
    quantityMicros: int64(),
    limitPriceMicros: orNull(int64()),
    stopPriceMicros: orNull(int64()),
    timeInForce: fc.constantFrom(...TIMES_IN_FORCE),
    expectedPriceMicros: orNull(int64()),
  });

export const order = (): fc.Arbitrary<Order> =>
  fc.record({
    accountId: uuid(),
    id: uuid(),
    clientOrderId: orNull(text()),
    terms: orderTerms(),
    status: fc.constantFrom(...ORDER_STATUSES),
    reason: orNull(fc.constantFrom(...ORDER_REASONS)),
    filledQuantityMicros: int64(),
    filledNotionalMicros: int64(),
    filledValuePicos: fc.bigInt({ min: 0n, max: 2n ** 126n }),
    heldMicros: balance(),
    triggered: fc.boolean(),
    fillCount: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    triedAsOfMs: moment(),
    expiresAtMs: orNull(moment()),
    createdAtMs: moment(),
    updatedAtMs: moment(),
  });

export const cashTransaction = (): fc.Arbitrary<CashTransaction> =>
  fc.record({
    accountId: uuid(),
    transactionId: uuid(),
    type: fc.constantFrom('deposit' as const, 'withdrawal' as const),
    amountMicros: int64(),
    cashAfterMicros: int64(),
    recordedAtMs: moment(),
  });

export const fillPrice = (): fc.Arbitrary<FillPrice> =>
  fc.record({ priceMicros: int64(), source: text(), asOfMs: moment() });

/** Entries that add up to zero and whose sums fit 64 bits on the way. */
export const balancedEntries = (): fc.Arbitrary<Entries> => {
  const amount = fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n });
  return fc
    .record({
      cashAvailable: amount,
      cashHeld: amount,
      cashExternal: amount,
      cashVenue: amount,
      sharesAvailable: amount,
      sharesHeld: amount,
    })
    .map((entries) => ({
      ...entries,
      cashFees: -(entries.cashAvailable + entries.cashHeld + entries.cashExternal + entries.cashVenue),
      sharesVenue: -(entries.sharesAvailable + entries.sharesHeld),
    }));
};

export const movement = (): fc.Arbitrary<Movement> =>
  fc.record({
    kind: fc.constantFrom('deposit', 'withdrawal', 'hold', 'release', 'fill'),
    reference: uuid(),
    symbol: orNull(symbol()),
    entries: balancedEntries(),
    fill: orNull(fillPrice()),
  });

export const journalTransaction = (): fc.Arbitrary<JournalTransaction> =>
  fc
    .record({
      place: placeInChain(),
      accountId: uuid(),
      recordedAtMs: moment(),
      movement: movement(),
      after: fc.record({
        cashAvailableMicros: balance(),
        cashHeldMicros: balance(),
        shares: orNull(
          fc.record({
            availableMicros: balance(),
            heldMicros: balance(),
            averageEntryPriceMicros: int64(),
            realizedProfitMicros: int64(),
          }),
        ),
      }),
      hash: hash(),
    })
    .map(({ place, ...transaction }) => ({ ...transaction, ...place }));

export const journalHead = (): fc.Arbitrary<JournalHead> =>
  fc.record({ partition: partition(), sequence: balance(), hash: hash() });

const partition = () => fc.integer({ min: 0, max: 2 ** 31 - 1 });

/** A chain and a place in it, of which only one is an extreme number: a journal takes one transaction at a place, and two extremes would soon meet. */
function placeInChain(): fc.Arbitrary<Pick<JournalTransaction, 'partition' | 'sequence'>> {
  return fc.oneof(
    fc.record({ partition: partition(), sequence: fc.noBias(fc.bigInt({ min: 0n, max: MAX_INT64 })) }),
    fc.record({ partition: fc.noBias(partition()), sequence: balance() }),
  );
}

function hash(): fc.Arbitrary<string> {
  return fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
}
