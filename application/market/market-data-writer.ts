import type { Price } from '@bourse/core/market/price.ts';
import { isFault } from '../ports/fault.ts';
import type { Log } from '../ports/log.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { backoffMs } from '../processing/lifetime.ts';
import type { Lifetime } from '../processing/lifetime.ts';
import { encodeTick, MARKET_DATA_TOPIC } from './tick-codec.ts';

/** Most records in one append. */
const MAX_RECORDS = 1_000;
const RETRY = { firstMs: 100, mostMs: 10_000 };

/** Ports that writing prices needs. */
export interface MarketDataWriterPorts {
  readonly log: Log;
  readonly meter: Meter;
  readonly logger: Logger;
}

/**
 * Makes the function that appends believed prices to the market-data topic, in order. It resolves when they are durable, having tried
 * for as long as it took; so a log that is down holds its caller up and loses nothing. Prices are given up only when the lifetime
 * ends or the log can never take them; that is logged and counted in `market_data_lost_total`.
 */
export function createMarketDataWriter(
  { log, meter, logger }: MarketDataWriterPorts,
  life: Lifetime,
): (prices: readonly Price[]) => Promise<void> {
  async function write(prices: readonly Price[]): Promise<void> {
    const records = prices.map(encodeTick);
    for (let failures = 1; !life.ended(); failures += 1) {
      try {
        await log.append(MARKET_DATA_TOPIC, records);
        countBySource(prices);
        return;
      } catch (error) {
        meter.count('market_data_append_failures_total', {}, 1);
        logger.warn({ error, failures, records: records.length }, 'prices could not be appended to the log');
        if (isFault(error, 'invalid-data')) break;
        await life.pause(backoffMs(failures, RETRY));
      }
    }
    meter.count('market_data_lost_total', {}, records.length);
  }

  function countBySource(prices: readonly Price[]): void {
    const source = prices[0]?.source;
    if (source !== undefined) meter.count('market_data_appended_total', { source }, prices.length);
  }

  return async (prices) => {
    for (let from = 0; from < prices.length; from += MAX_RECORDS) await write(prices.slice(from, from + MAX_RECORDS));
  };
}
