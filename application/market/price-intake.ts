import type { Instrument } from '@bourse/core/market/instrument.ts';
import type { MarketStore, VendorPage, VendorQuote } from '../ports/market-data.ts';
import type { Meter } from '../ports/telemetry.ts';
import type { VendorTick } from '../ports/tick-source.ts';
import type { Price } from '@bourse/core/market/price.ts';
import type { Quarantine, QuotedPrice } from './quarantine.ts';
import type { SignificantMoves } from './significant-moves.ts';

/** What the intake works with. */
export interface PriceIntakePorts {
  readonly market: MarketStore;
  readonly meter: Meter;
  readonly quarantine: Quarantine;
  readonly moves: SignificantMoves;
  /** Appends believed prices to the log. */
  readonly write: (prices: readonly Price[]) => Promise<void>;
  /** Has what the vendor's catalogue says of an instrument asked for again: its live price moved far, or beyond belief. */
  readonly invalidate: (symbol: string) => void;
}

/** What is taken in. */
export interface PriceIntakeOptions {
  /** How many instruments are taken at most; further ones are counted and left out. */
  readonly maxInstruments: number;
  /** Whether a tick of an unknown instrument makes it known under its symbol: where there is no catalogue. */
  readonly listUnknown: boolean;
}

/** Takes in what the vendor sends: knows which instruments there are, and lets only believed prices of those through. */
export interface PriceIntake {
  /** Loads the stored instruments and prices. Throws Fault('unavailable'). */
  load(): Promise<void>;
  /**
   * Saves the instruments of a page, then writes its believed prices. Answers whether the page should be asked for again, since a first price
   * in it waits for a second one. Throws Fault('unavailable').
   */
  takePage(page: VendorPage): Promise<'taken' | 'ask-again'>;
  /** Writes the believed prices of known instruments; a tick of an unknown one is counted and left out. Throws Fault('unavailable'). */
  takeTicks(ticks: readonly VendorTick[]): Promise<void>;
}

/** Makes an intake that knows nothing yet. */
export function createPriceIntake(ports: PriceIntakePorts, options: PriceIntakeOptions): PriceIntake {
  const { market, meter, quarantine, moves, write, invalidate } = ports;
  const { maxInstruments, listUnknown } = options;
  const known = new Map<string, Instrument>();

  /** Counts those for which there is no room, and answers the others. */
  function fitting<Quoted extends VendorTick>(quotes: readonly Quoted[]): readonly Quoted[] {
    const unknown = new Set(quotes.filter(({ symbol }) => !known.has(symbol)).map(({ symbol }) => symbol));
    const leftOut = new Set([...unknown].slice(Math.max(0, maxInstruments - known.size)));
    if (leftOut.size > 0) meter.count('feed_instruments_left_out_total', {}, leftOut.size);
    return quotes.filter(({ symbol }) => !leftOut.has(symbol));
  }

  async function save(quotes: readonly InstrumentQuote[]): Promise<void> {
    const changed = quotes.filter((quote) => differs(quote, known.get(quote.symbol))).map(instrumentOf);
    if (changed.length === 0) return;
    await market.saveInstruments(changed);
    for (const instrument of changed) known.set(instrument.symbol, instrument);
    meter.gauge('feed_instruments', {}, known.size);
  }

  function believed(quoted: readonly QuotedPrice[]): readonly Price[] {
    return quoted.map((quote) => quarantine.judge(quote)).filter((price) => price !== undefined);
  }

  /** Judges a tick, and has its page asked for again when it begins to be beyond belief, or has moved far. */
  function judgeTick(tick: VendorTick): Price | undefined {
    const wasOpen = quarantine.isOpen(tick.symbol);
    const price = quarantine.judge(quotedPrice(tick, 'feed'));
    if (price === undefined ? !wasOpen : moves.hasMoved(price)) invalidate(tick.symbol);
    return price;
  }

  async function admit(ticks: readonly VendorTick[]): Promise<readonly VendorTick[]> {
    if (listUnknown) {
      const room = fitting(ticks);
      await save([...new Map(room.filter(({ symbol }) => !known.has(symbol)).map(bare)).values()]);
    }
    const taken = ticks.filter(({ symbol }) => known.has(symbol));
    if (taken.length < ticks.length) meter.count('feed_unknown_ticks_total', {}, ticks.length - taken.length);
    return taken;
  }

  return {
    load: async () => {
      const [instruments, prices] = await Promise.all([market.instruments(), market.prices()]);
      for (const instrument of instruments) known.set(instrument.symbol, instrument);
      quarantine.seed(prices);
    },
    takePage: async (page) => {
      // A vendor may name an instrument twice in a page; its last word counts.
      const taken = fitting([...new Map(page.quotes.map((quote) => [quote.symbol, quote])).values()]);
      await save(taken);
      const prices = believed(taken.map((quote) => quotedPrice(quote, 'vendor')));
      for (const price of prices) moves.confirm(price);
      await write(prices);
      return taken.some(({ symbol }) => quarantine.wantsAnother(symbol)) ? 'ask-again' : 'taken';
    },
    takeTicks: async (ticks) => {
      const taken = await admit(ticks);
      await write(taken.map(judgeTick).filter((price) => price !== undefined));
    },
  };
}

type InstrumentQuote = Pick<VendorQuote, 'symbol' | 'name' | 'exchange' | 'sector'>;

function bare({ symbol }: VendorTick): readonly [string, InstrumentQuote] {
  return [symbol, { symbol, name: symbol, exchange: '', sector: '' }];
}

function quotedPrice({ symbol, priceMicros, asOfMs }: VendorTick, source: string): QuotedPrice {
  return { symbol, priceMicros, asOfMs, source };
}

function instrumentOf({ symbol, name, exchange, sector }: InstrumentQuote): Instrument {
  return { symbol, name, exchange, sector, status: 'active' };
}

function differs(quote: InstrumentQuote, known: Instrument | undefined): boolean {
  return quote.name !== known?.name || quote.exchange !== known.exchange || quote.sector !== known.sector;
}
