import type { Instrument } from '@bourse/core/market/instrument.ts';
import type { Price } from '@bourse/core/market/price.ts';
import type { MarketStore } from '../ports/market-data.ts';
import { createLifetime } from '../processing/lifetime.ts';
import type { FollowerPorts } from '../processing/topic-follower.ts';
import type { LogPriceNewsOptions, PriceNews } from './price-news.ts';
import { createLogPriceNews } from './price-news.ts';

/** What a price book works with. */
export interface PriceBookPorts extends FollowerPorts {
  readonly market: MarketStore;
  /** Where it learns that prices have moved; the log when absent. */
  readonly news?: PriceNews;
}

/** Settings of a price book; each has a default. */
export interface PriceBookOptions extends LogPriceNewsOptions {
  /** How often the instruments are read again, for their status above all, milliseconds (10000). */
  readonly instrumentsEveryMs?: number;
}

/** All instruments and their newest prices, in memory: what a process answers and decides from without waiting. */
export interface PriceBook {
  /** Loads, then follows the news until stopped. Throws Fault('unavailable') when the store or the log is not there. */
  start(): Promise<void>;
  /** Stops following; what is known stays readable. Resolves when nothing is under way any more. */
  stop(): Promise<void>;
  /** The newest price of a symbol, however old; undefined when there never was one. Its age is the caller's to judge, see isStale. */
  price(symbol: string): Price | undefined;
  /** The instrument, undefined when there is none. */
  instrument(symbol: string): Instrument | undefined;
  /** All instruments in the order of their symbols. */
  instruments(): readonly Instrument[];
  /** Reads the instruments again now, for a status that has just changed. A failure is logged, and those known stay. */
  reloadInstruments(): Promise<void>;
  /** Calls back with each price that becomes the newest of its symbol; must not throw. Answers the function that stops it. */
  onPrice(listener: (price: Price) => void): () => void;
}

/** Makes an empty price book. */
export function createPriceBook(ports: PriceBookPorts, options: PriceBookOptions = {}): PriceBook {
  const { market, clock, meter, logger } = ports;
  const { instrumentsEveryMs = 10_000 } = options;
  const news = ports.news ?? createLogPriceNews(ports, options);
  const life = createLifetime(clock);
  const prices = new Map<string, Price>();
  const listeners = new Set<(price: Price) => void>();
  let instruments: readonly Instrument[] = [];
  let bySymbol: ReadonlyMap<string, Instrument> = new Map();
  /** Symbols that the store was asked for in vain since the last regular reading. */
  const askedFor = new Set<string>();
  let wanted = false;
  let reading: Promise<void> | undefined;
  let watching = Promise.resolve();

  async function load(): Promise<void> {
    const [stored] = await Promise.all([market.prices(), readInstruments()]);
    for (const price of stored) take(price);
  }

  async function readInstruments(): Promise<void> {
    const read = [...(await market.instruments())].sort((one, other) => (one.symbol < other.symbol ? -1 : 1));
    instruments = read;
    bySymbol = new Map(read.map((instrument) => [instrument.symbol, instrument]));
  }

  function takeNews(moved: readonly Price[]): void {
    for (const price of moved) {
      take(price);
      if (!bySymbol.has(price.symbol)) lookFor(price.symbol);
    }
  }

  /** The newer one wins; of two from the same moment, the one that came later. */
  function take(price: Price): void {
    const known = prices.get(price.symbol);
    if (known !== undefined && price.asOfMs < known.asOfMs) return;
    prices.set(price.symbol, price);
    for (const listener of listeners) listener(price);
  }

  /** Reads the instruments again for a symbol that is not among them; once, until the next regular reading. */
  function lookFor(symbol: string): void {
    if (askedFor.has(symbol)) return;
    askedFor.add(symbol);
    void readAgain();
  }

  /** One reading at a time, and another one if it is wanted meanwhile. */
  function readAgain(): Promise<void> {
    wanted = true;
    reading ??= readWhileWanted();
    return reading;
  }

  async function readWhileWanted(): Promise<void> {
    while (wanted && !life.ended()) {
      wanted = false;
      await readInstruments().catch(reportFailure);
    }
    reading = undefined;
  }

  function reportFailure(error: unknown): void {
    meter.count('price_book_read_failures_total', {}, 1);
    logger.warn({ error }, 'the instruments could not be read; those known stay');
  }

  async function watchInstruments(): Promise<void> {
    while (!life.ended()) {
      await life.pause(instrumentsEveryMs);
      if (life.ended()) return;
      await readAgain();
      askedFor.clear();
      measure();
    }
  }

  function measure(): void {
    const asOfs = [...prices.values()].map(({ asOfMs }) => asOfMs);
    meter.gauge('price_book_prices', {}, asOfs.length);
    if (asOfs.length === 0) return;
    const [oldestMs, newestMs] = [asOfs.reduce((a, b) => Math.min(a, b)), asOfs.reduce((a, b) => Math.max(a, b))];
    meter.gauge('price_book_oldest_age_seconds', {}, (clock.now() - oldestMs) / 1_000);
    meter.gauge('price_book_newest_age_seconds', {}, (clock.now() - newestMs) / 1_000);
  }

  return {
    start: async () => {
      await news.start({ onPrices: takeNews, onMissed: load });
      watching = watchInstruments();
    },
    stop: async () => {
      life.end();
      await Promise.all([news.stop(), watching, reading]);
    },
    price: (symbol) => prices.get(symbol),
    instrument: (symbol) => bySymbol.get(symbol),
    instruments: () => instruments,
    reloadInstruments: readAgain,
    onPrice(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
