import type { Price } from '@bourse/core/market/price.ts';
import { isBeyondTolerance } from '@bourse/core/money/rounding.ts';
import { ok, refuse } from '@bourse/core/result.ts';
import type { Result } from '@bourse/core/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { InstrumentControl } from '../ports/instrument-control.ts';
import type { Log } from '../ports/log.ts';
import type { QuarantineStore } from '../ports/quarantine-store.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { Transactions } from '../ports/transactions.ts';
import type { PriceBook } from './price-book.ts';
import { encodeTick, MARKET_DATA_TOPIC } from './tick-codec.ts';

/** What accepting a price needs. */
export interface AcceptPricePorts {
  readonly quarantine: QuarantineStore;
  readonly control: InstrumentControl;
  readonly transactions: Transactions;
  readonly log: Log;
  readonly prices: Pick<PriceBook, 'price'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What an operator wants. */
export interface AcceptRequest {
  readonly symbol: string;
  /** The price that the operator saw, millionths. */
  readonly expectedPriceMicros: bigint;
  /** Id of the operator. */
  readonly changedBy: string;
}

/**
 * Why a price was not accepted: nothing is quarantined for a jump, the newest such quote is further from the one that was seen than the
 * tolerance, or a newer price has been believed since.
 */
export type AcceptRefusal = 'not-quarantined' | 'price-moved' | 'price-superseded';

/** Source of prices that an operator accepted. */
export const OPERATOR_SOURCE = 'operator';

/**
 * Makes the use case that believes a quarantined price, after a split, say: the newest quote of an instrument that was kept out as a jump
 * goes to the market-data topic, with its own time, so that every process serves it, quotes near it are believed from then on, and a
 * restart changes nothing. Only jumps can be accepted: a price that is not positive or no number is none.
 * `toleranceMicros` is a percentage in millionths. Throws Fault('unavailable').
 */
export function createAcceptPrice(
  ports: AcceptPricePorts,
  toleranceMicros: bigint,
): (request: AcceptRequest) => Promise<Result<Price, AcceptRefusal>> {
  const { quarantine, control, transactions, log, prices, clock, logger } = ports;
  return async ({ symbol, expectedPriceMicros, changedBy }) => {
    const entry = await quarantine.entry(symbol, 'jump');
    if (entry === undefined || entry.overAtMs !== null || entry.priceMicros === null) return refuse('not-quarantined');
    const { priceMicros, asOfMs } = entry;
    if (isBeyondTolerance(priceMicros, expectedPriceMicros, toleranceMicros)) return refuse('price-moved');
    if ((prices.price(symbol)?.asOfMs ?? 0) > asOfMs) return refuse('price-superseded');
    const price: Price = { symbol, priceMicros, source: OPERATOR_SOURCE, asOfMs };
    const atMs = clock.now();
    await transactions.run(async (transaction) => {
      await quarantine.close(transaction, symbol, atMs);
      await control.note(transaction, { symbol, change: 'price-accepted', priceMicros, changedBy, atMs });
      await log.appendWithin(transaction, MARKET_DATA_TOPIC, [encodeTick(price)]);
    });
    logger.warn({ symbol, changedBy }, 'an operator accepted a quarantined price');
    return ok(price);
  };
}
