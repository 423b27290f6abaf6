import type { Price } from '@bourse/core/market/price.ts';
import type { Broadcast } from '../ports/broadcast.ts';
import type { Clock } from '../ports/clock.ts';
import type { PriceCache } from '../ports/price-cache.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { createLifetime } from '../processing/lifetime.ts';
import type { PriceNews } from './price-news.ts';
import { decodePrices, encodePrices } from './told-prices-codec.ts';

const CHANNEL = 'prices';
/** Most prices of one message. */
const MAX_PRICES = 1_000;

/** Tells all processes of prices that have been stored. */
export interface PriceTeller {
  /** Takes prices to tell. While one message is under way only the newest of each symbol is kept for the next. */
  tell(prices: readonly Price[]): void;
}

/** Where prices are told, and kept for those who start or missed them. */
export interface PriceTellerPorts {
  readonly broadcast: Broadcast;
  readonly cache: PriceCache;
  readonly meter: Meter;
}

/** Makes the teller of the process that stores prices. */
export function createPriceTeller({ broadcast, cache, meter }: PriceTellerPorts): PriceTeller {
  const waiting = new Map<string, Price>();
  let sending = false;

  async function send(): Promise<void> {
    if (sending) return;
    sending = true;
    while (waiting.size > 0) {
      const prices = [...waiting.values()].slice(0, MAX_PRICES);
      for (const { symbol } of prices) waiting.delete(symbol);
      const [told, kept] = await Promise.all([broadcast.tell(CHANNEL, encodePrices(prices)), cache.put(prices)]);
      // Whoever was not told reads it soon; and the cache is filled from the database every few seconds.
      meter.count('prices_told_total', { outcome: told ? 'told' : 'not-told' }, prices.length);
      meter.count('prices_cached_total', { outcome: kept ? 'kept' : 'not-kept' }, prices.length);
    }
    sending = false;
  }

  return {
    tell(prices) {
      for (const price of prices) {
        const known = waiting.get(price.symbol);
        if (known === undefined || price.asOfMs >= known.asOfMs) waiting.set(price.symbol, price);
      }
      void send();
    },
  };
}

/** What news by broadcast need. */
export interface ToldPricesPorts {
  readonly broadcast: Broadcast;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
}

/** How often what is stored is read besides, milliseconds. */
export interface ToldPricesOptions {
  /** While news come: for those that were lost on the way without anybody noticing. */
  readonly everyMs: number;
  /** While no news come. */
  readonly cutOffEveryMs: number;
}

/**
 * Prices as they are told by those who store them. Whatever is missed is read from the store: at the start, whenever the broadcast is
 * back, and regularly, more often while it is away.
 */
export function createToldPriceNews(ports: ToldPricesPorts, options: ToldPricesOptions): PriceNews {
  const { broadcast, clock, meter, logger } = ports;
  const life = createLifetime(clock);
  let stopHearing = (): void => undefined;
  let reading: Promise<void> | undefined;
  let watching = Promise.resolve();

  function decoded(text: string): readonly Price[] {
    try {
      return decodePrices(text);
    } catch (error) {
      meter.count('price_book_unreadable_total', {}, 1);
      logger.warn({ error }, 'prices that were told could not be read; they are left out');
      return [];
    }
  }

  return {
    async start({ onPrices, onMissed }) {
      const read = (): Promise<void> => {
        reading ??= onMissed()
          .catch((error: unknown) => {
            meter.count('price_book_read_failures_total', {}, 1);
            logger.warn({ error }, 'the prices could not be read; those known stay');
          })
          .finally(() => {
            reading = undefined;
          });
        return reading;
      };
      const watch = async (): Promise<void> => {
        while (!life.ended()) {
          await life.pause(broadcast.connected() ? options.everyMs : options.cutOffEveryMs);
          if (!life.ended()) await read();
        }
      };
      stopHearing = broadcast.hear(CHANNEL, {
        onText: (text) => {
          onPrices(decoded(text));
        },
        onJoined: () => void read(),
      });
      await onMissed();
      watching = watch();
    },
    async stop() {
      life.end();
      stopHearing();
      await watching;
      await reading;
    },
  };
}
