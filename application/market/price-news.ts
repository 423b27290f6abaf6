import type { Price } from '@bourse/core/market/price.ts';
import type { LogRecord } from '../ports/log.ts';
import type { FollowerPorts } from '../processing/topic-follower.ts';
import { createTopicFollower } from '../processing/topic-follower.ts';
import { decodeTick, MARKET_DATA_TOPIC } from './tick-codec.ts';

/** What becomes of news about prices. */
export interface PriceNewsReaders {
  /** Prices have moved, in this order; some may be known already. Does not throw. */
  readonly onPrices: (prices: readonly Price[]) => void;
  /** Some may have been missed: read what is stored. Throws Fault('unavailable'); then it is called again. */
  readonly onMissed: () => Promise<void>;
}

/** Where a process learns that prices have moved. */
export interface PriceNews {
  /** Calls onMissed once, then hands over what is new until stopped. Throws Fault('unavailable'). */
  start(readers: PriceNewsReaders): Promise<void>;
  /** Stops; resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** How closely the log is followed; each has a default. */
export interface LogPriceNewsOptions {
  /** How often the log is looked at besides its hints, milliseconds (1000). */
  readonly pollEveryMs?: number;
  /** How many records before the end of a partition reading begins (1000): those that may not be in the store yet. */
  readonly rewindRecords?: number;
}

const MAX_RECORDS_OF_READ = 1_000;

/** Prices from the log itself: every tick, also those that are not stored yet. */
export function createLogPriceNews(ports: FollowerPorts, options: LogPriceNewsOptions = {}): PriceNews {
  const { meter, logger } = ports;
  const { pollEveryMs = 1_000, rewindRecords = 1_000 } = options;
  let follower: { stop(): Promise<void> } | undefined;

  function priceOf(record: LogRecord): readonly Price[] {
    try {
      return [decodeTick(record)];
    } catch (error) {
      meter.count('price_book_unreadable_total', {}, 1);
      logger.warn({ error, key: record.key }, 'a record of the market-data topic could not be read; it is left out');
      return [];
    }
  }

  return {
    async start({ onPrices, onMissed }) {
      const onRecords = (records: readonly LogRecord[]): void => onPrices(records.flatMap(priceOf));
      const following = createTopicFollower(
        ports,
        { topic: MARKET_DATA_TOPIC, pollEveryMs, rewindRecords, maxRecords: MAX_RECORDS_OF_READ },
        { onRecords, onMissed },
      );
      follower = following;
      await following.start();
    },
    async stop() {
      await follower?.stop();
    },
  };
}
