import type { Price } from '@bourse/core/market/price.ts';
import { MAX_WOKEN_BY_TICKS, wakeOrders } from '../orders/wake-orders.ts';
import type { DueOrders } from '../ports/due-orders.ts';
import type { Log } from '../ports/log.ts';
import type { MarketStore } from '../ports/market-data.ts';
import type { Meter } from '../ports/telemetry.ts';
import type { Processor } from '../processing/processor.ts';
import type { PriceTeller } from './told-prices.ts';
import { decodeTick, MARKET_DATA_TOPIC } from './tick-codec.ts';

/** The consumer group that keeps prices and wakes resting orders. */
export const MARKET_GROUP = 'market';

const MAX_BATCH_RECORDS = 2_000;

/**
 * Stores ticks and wakes the orders that they reach. Every tick of a batch is looked at, not only the newest, so that a price which
 * touched a stop for a moment still triggers it; of several that reach an order the one furthest from the others counts. Counts
 * `tick_wakes_cut_total` when ticks reached as many orders as are woken at once; what is beyond waits for the sweep.
 */
export function createMarketProcessor(ports: {
  readonly market: MarketStore;
  readonly due: DueOrders;
  readonly log: Log;
  readonly meter: Meter;
  /** Tells other processes of prices; absent where each reads them from the log. */
  readonly teller?: PriceTeller;
}): Processor<Price, Price> {
  return {
    group: MARKET_GROUP,
    topic: MARKET_DATA_TOPIC,
    maxBatchRecords: MAX_BATCH_RECORDS,
    decode: decodeTick,
    prepare: () => Promise.resolve(),
    decide: ({ value: price }) => price,
    async save(transaction, prices) {
      await ports.market.savePrices(transaction, prices);
      // The woken orders go to the log before this batch is committed: if the commit fails they are woken again, never forgotten.
      for (const extremes of extremePrices(prices)) {
        const woken = await wakeOrders(ports, extremes, MAX_WOKEN_BY_TICKS);
        if (woken >= MAX_WOKEN_BY_TICKS) ports.meter.count('tick_wakes_cut_total', {}, 1);
      }
    },
    committed(prices) {
      ports.teller?.tell(prices);
    },
    discard: () => undefined,
  };
}

/** The lowest and the highest price of each symbol; a second list only where they differ. */
function extremePrices(prices: readonly Price[]): readonly (readonly Price[])[] {
  const lowest = new Map<string, Price>();
  const highest = new Map<string, Price>();
  for (const price of prices) {
    const low = lowest.get(price.symbol);
    const high = highest.get(price.symbol);
    if (low === undefined || price.priceMicros <= low.priceMicros) lowest.set(price.symbol, price);
    if (high === undefined || price.priceMicros >= high.priceMicros) highest.set(price.symbol, price);
  }
  const others = [...highest.values()].filter((price) => lowest.get(price.symbol) !== price);
  return others.length === 0 ? [[...lowest.values()]] : [[...lowest.values()], others];
}
