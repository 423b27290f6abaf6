import type { Instrument } from '@bourse/core/market/instrument.ts';
import type { MarketStore, VendorPage, VendorQuote } from '../ports/market-data.ts';
import type { Meter } from '../ports/telemetry.ts';
import type { VendorTick } from '../ports/tick-source.ts';
import type { Price } from '@bourse/core/market/price.ts';
import type { Quarantine, QuotedPrice } from './quarantine.ts';

/** What the intake works with. */
export interface PriceIntakePorts {
  readonly market: MarketStore;
  readonly meter: Meter;
  readonly quarantine: Quarantine;
  /** Appends believed prices to the log. */
  readonly write: (prices: readonly Price[]) => Promise<void>;
}

/** Takes in what the vendor sends: knows which instruments there are, and lets only believed prices of those through. */
export interface PriceIntake {
  /** Loads the stored instruments and prices. Throws Fault('unavailable'). */
  load(): Promise<void>;
  /** Saves the instruments of a page, then writes its believed prices. Throws Fault('unavailable'). */
  takePage(page: VendorPage): Promise<void>;
  /** Writes the believed prices of known instruments; a tick of an unknown one is counted and left out. */
  takeTicks(ticks: readonly VendorTick[]): Promise<void>;
}

/** Makes an intake that takes at most `maxInstruments`; further ones are counted and left out. */
export function createPriceIntake(ports: PriceIntakePorts, maxInstruments: number): PriceIntake {
  const { market, meter, quarantine, write } = ports;
  const known = new Map<string, Instrument>();

  async function save(quotes: readonly VendorQuote[]): Promise<void> {
    const changed = quotes.filter((quote) => differs(quote, known.get(quote.symbol))).map(instrumentOf);
    if (changed.length === 0) return;
    await market.saveInstruments(changed);
    for (const instrument of changed) known.set(instrument.symbol, instrument);
    meter.gauge('feed_instruments', {}, known.size);
  }

  function believed(quoted: readonly QuotedPrice[]): readonly Price[] {
    return quoted.map((quote) => quarantine.judge(quote)).filter((price) => price !== undefined);
  }

  return {
    load: async () => {
      const [instruments, prices] = await Promise.all([market.instruments(), market.prices()]);
      for (const instrument of instruments) known.set(instrument.symbol, instrument);
      quarantine.seed(prices);
    },
    takePage: async (page) => {
      // A vendor may name an instrument twice in a page; its last word counts.
      const quotes = [...new Map(page.quotes.map((quote) => [quote.symbol, quote])).values()];
      const unknown = quotes.filter(({ symbol }) => !known.has(symbol));
      const leftOut = new Set(unknown.slice(Math.max(0, maxInstruments - known.size)).map(({ symbol }) => symbol));
      if (leftOut.size > 0) meter.count('feed_instruments_left_out_total', {}, leftOut.size);
      const taken = quotes.filter(({ symbol }) => !leftOut.has(symbol));
      await save(taken);
      await write(believed(taken.map((quote) => quotedPrice(quote, 'vendor'))));
    },
    takeTicks: async (ticks) => {
      const taken = ticks.filter(({ symbol }) => known.has(symbol));
      if (taken.length < ticks.length) meter.count('feed_unknown_ticks_total', {}, ticks.length - taken.length);
      await write(believed(taken.map((tick) => quotedPrice(tick, 'feed'))));
    },
  };
}

function quotedPrice({ symbol, priceMicros, asOfMs }: VendorTick, source: string): QuotedPrice {
  return { symbol, priceMicros, asOfMs, source };
}

function instrumentOf({ symbol, name, exchange, sector }: VendorQuote): Instrument {
  return { symbol, name, exchange, sector, status: 'active' };
}

function differs(quote: VendorQuote, known: Instrument | undefined): boolean {
  return quote.name !== known?.name || quote.exchange !== known.exchange || quote.sector !== known.sector;
}
