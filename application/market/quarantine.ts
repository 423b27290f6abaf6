import { faultOfPrice } from '@bourse/core/market/price-validation.ts';
import type { PriceFault } from '@bourse/core/market/price-validation.ts';
import type { Price } from '@bourse/core/market/price.ts';
import type { Meter } from '../ports/telemetry.ts';

/** A price as somebody quoted it; null when it was absent or not readable as a number. */
export interface QuotedPrice extends Omit<Price, 'priceMicros'> {
  readonly priceMicros: bigint | null;
}

/** A price that was not believed, for an operator to look at. */
export interface QuarantinedPrice extends QuotedPrice {
  readonly reason: PriceFault;
  /** The price that it was held against. */
  readonly lastGoodMicros: bigint | undefined;
}

/** Settings of a quarantine. */
export interface QuarantineOptions {
  /** A price may move by at most this factor up or down from one quote to the next; a whole number, at least 2. */
  readonly maxJumpFactor: bigint;
  /** How many quarantined prices are kept to look at; the oldest are dropped first. */
  readonly maxKept: number;
}

/** Stands between what is quoted and what is served. */
export interface Quarantine {
  /** Takes prices that were believed before, as what new ones are held against. */
  seed(prices: readonly Price[]): void;
  /** Answers the price when it can be believed; else keeps it, counts it in `prices_quarantined_total` and answers undefined. */
  judge(quoted: QuotedPrice): Price | undefined;
  /** Forgets the last good price of a symbol, so that its next positive price is believed: after a split, say. */
  forget(symbol: string): void;
  /** The last prices that were not believed, newest first. */
  recent(): readonly QuarantinedPrice[];
}

/** Makes a quarantine that knows no prices yet. Throws RangeError for a factor below 2 or when fewer than one would be kept. */
export function createQuarantine(options: QuarantineOptions, meter: Meter): Quarantine {
  const { maxJumpFactor, maxKept } = options;
  if (maxJumpFactor < 2n) throw new RangeError(`the jump factor must be at least 2, got ${maxJumpFactor}`);
  if (!(maxKept >= 1)) throw new RangeError(`at least one quarantined price must be kept, got ${maxKept}`);
  const lastGood = new Map<string, Price>();
  const kept: QuarantinedPrice[] = [];

  function believe(price: Price): Price {
    const last = lastGood.get(price.symbol);
    if (last === undefined || price.asOfMs >= last.asOfMs) lastGood.set(price.symbol, price);
    return price;
  }

  function keep(quoted: QuotedPrice, reason: PriceFault): undefined {
    kept.push({ ...quoted, reason, lastGoodMicros: lastGood.get(quoted.symbol)?.priceMicros });
    if (kept.length > maxKept) kept.shift();
    meter.count('prices_quarantined_total', { reason }, 1);
  }

  return {
    seed: (prices) => {
      for (const price of prices) believe(price);
    },
    judge: (quoted) => {
      const { priceMicros } = quoted;
      if (priceMicros === null) return keep(quoted, 'unreadable');
      const reason = faultOfPrice(priceMicros, lastGood.get(quoted.symbol)?.priceMicros, maxJumpFactor);
      return reason === undefined ? believe({ ...quoted, priceMicros }) : keep(quoted, reason);
    },
    forget: (symbol) => {
      lastGood.delete(symbol);
    },
    recent: () => kept.toReversed(),
  };
}
