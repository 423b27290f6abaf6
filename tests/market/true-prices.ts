import type { SimulatedMarket } from '@bourse/entrypoints/vendor-sim/simulated-market.ts';
import { micros } from '../orders/orders-world.ts';

/** A market with its past, so that what is served can be held against what was. */
export interface TruePrices {
  /** The market to quote from. */
  readonly market: SimulatedMarket;
  /** Whether an instrument had a price, millionths, at some moment between two, both included. */
  wasPriced(symbol: string, priceMicros: bigint, fromMs: number, toMs: number): boolean;
}

interface PastPrice {
  readonly fromMs: number;
  readonly priceMicros: bigint;
}

/** Watches a market, which must move only through what is answered; `now` is epoch milliseconds. */
export function createTruePrices(market: SimulatedMarket, now: () => number): TruePrices {
  const past = new Map<string, PastPrice[]>();

  function note(quotes: ReturnType<SimulatedMarket['step']>): void {
    for (const { instrument, price } of quotes) {
      const known = past.get(instrument.symbol) ?? [];
      past.set(instrument.symbol, known);
      known.push({ fromMs: now(), priceMicros: micros(price) });
    }
  }

  note(market.after(null));
  return {
    market: {
      after: (symbol) => market.after(symbol),
      step: () => {
        const moved = market.step();
        note(moved);
        return moved;
      },
      setPrice: (symbol, price) => {
        const quote = market.setPrice(symbol, price);
        if (quote !== undefined) note([quote]);
        return quote;
      },
    },
    wasPriced: (symbol, priceMicros, fromMs, toMs) =>
      (past.get(symbol) ?? []).some((price, index, all) => {
        const endedMs = all[index + 1]?.fromMs ?? Infinity;
        return price.priceMicros === priceMicros && price.fromMs <= toMs && endedMs >= fromMs;
      }),
  };
}
