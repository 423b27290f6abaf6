import { Fault } from '@bourse/application/ports/fault.ts';
import type { PriceVendor, VendorQuote } from '@bourse/application/ports/market-data.ts';
import type { Random } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import type { SimulatedClock } from './simulated-clock.ts';

export const SYMBOLS = ['AA', 'BB', 'CC'];
const PAGE = 2;
/** Around which prices move, by a tenth at most, and by which factor bad ones are wrong. */
export const TRUE_PRICE_MICROS = 100_000_000n;
const LIE = 1_000n;

/** A vendor whose prices are near TRUE_PRICE_MICROS when they are true. */
export interface SimulatedVendor extends PriceVendor {
  /** Share of calls that fail, and of prices that are wrong. */
  setFaults(faults: { readonly failing: number; readonly lying: number }): void;
}

/** Makes it. */
export function createSimulatedVendor(clock: SimulatedClock, random: Random): SimulatedVendor {
  let { failing, lying } = { failing: 0, lying: 0 };
  /** Two lies about a symbol, one after the other, never agree: a first price is believed when two quotes do, and nothing could tell two equal lies from the truth. */
  const liedHigh = new Set<string>();

  function priceOf(symbol: string): bigint | null {
    const price = (TRUE_PRICE_MICROS * BigInt(900 + Math.floor(random() * 201))) / 1_000n;
    if (random() >= lying) return price;
    const kind = random();
    if (kind < 0.2) return null;
    if (kind < 0.4) return -price;
    if (liedHigh.delete(symbol)) return price / LIE;
    liedHigh.add(symbol);
    return price * LIE;
  }

  return {
    setFaults(faults) {
      ({ failing, lying } = faults);
    },
    page(nextToken) {
      if (random() < failing) return Promise.reject(new Fault('unavailable', 'the vendor is down'));
      const from = nextToken === null ? 0 : SYMBOLS.indexOf(nextToken) + 1;
      const symbols = SYMBOLS.slice(from, from + PAGE);
      const quotes = symbols.map((symbol): VendorQuote => {
        return {
          symbol,
          name: symbol,
          exchange: 'XNAS',
          sector: 'Tools',
          priceMicros: priceOf(symbol),
          asOfMs: clock.now(),
        };
      });
      const isLast = from + PAGE >= SYMBOLS.length;
      return Promise.resolve({ quotes, nextToken: isLast ? null : (symbols.at(-1) ?? null) });
    },
  };
}
