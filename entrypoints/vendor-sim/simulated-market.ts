import type { Random } from './seeded-random.ts';

/** An instrument of the simulated vendor and where its price begins. */
export interface SimulatedInstrument {
  readonly symbol: string;
  readonly name: string;
  /** Market identifier code, ISO 10383: XNAS, XNYS, … */
  readonly exchange: string;
  readonly sector: string;
  /** First price, in cents: a positive whole number. */
  readonly startCents: number;
}

/** The price of an instrument at a moment. */
export interface Quote {
  readonly instrument: SimulatedInstrument;
  /** Exact decimal text, "189.84". */
  readonly price: string;
}

/** Instruments in the order of their symbols, with prices that move when told to. */
export interface SimulatedMarket {
  /** Moves the prices of some instruments one step and answers these. */
  step(): readonly Quote[];
  /** Sets a price, from which it then moves on. Undefined when there is no such symbol. Throws RangeError for a price that is not positive. */
  setPrice(symbol: string, price: string): Quote | undefined;
  /** All instruments behind a symbol, from the first one on null. */
  after(symbol: string | null): readonly Quote[];
}

/** Standard deviation of one step, and the share of the way back to the first price that a step goes: so prices stay plausible for ever. */
const STEP = 0.0008;
const PULL = 0.0005;
const DECIMAL = /^\d{1,9}(\.\d{1,6})?$/;

/** Makes a market whose every step moves `movesPerStep` instruments; the same random source gives the same prices. */
export function createSimulatedMarket(
  instruments: readonly SimulatedInstrument[],
  movesPerStep: number,
  random: Random,
): SimulatedMarket {
  const sorted = [...instruments].sort((one, other) => (one.symbol < other.symbol ? -1 : 1));
  const prices = new Map(sorted.map(({ symbol, startCents }) => [symbol, decimal(startCents)]));

  function quote(instrument: SimulatedInstrument): Quote {
    return { instrument, price: prices.get(instrument.symbol) ?? decimal(instrument.startCents) };
  }

  function move(instrument: SimulatedInstrument): Quote {
    const { symbol, startCents } = instrument;
    const cents = Number(quote(instrument).price) * 100;
    // The sum of three even numbers is near enough to a normal one.
    const shock = (random() + random() + random() - 1.5) * 2 * STEP;
    const drift = PULL * Math.log(startCents / cents);
    const moved = Math.round(cents * Math.exp(drift + shock));
    // Where a step is less than a cent, a cent at a time.
    const next = moved === Math.round(cents) ? moved + (random() < 0.5 ? -1 : 1) : moved;
    prices.set(symbol, decimal(Math.max(1, next)));
    return quote(instrument);
  }

  return {
    step: () => {
      const moved = new Set<SimulatedInstrument>();
      for (let i = 0; i < movesPerStep; i += 1) {
        const picked = sorted[Math.floor(random() * sorted.length)];
        if (picked !== undefined) moved.add(picked);
      }
      return [...moved].map(move);
    },
    setPrice: (symbol, price) => {
      if (!DECIMAL.test(price) || Number(price) <= 0) throw new RangeError(`${price} is not a positive decimal`);
      const instrument = sorted.find((one) => one.symbol === symbol);
      if (instrument === undefined) return undefined;
      prices.set(symbol, price);
      return quote(instrument);
    },
    after: (symbol) => sorted.filter((one) => symbol === null || one.symbol > symbol).map(quote),
  };
}

function decimal(cents: number): string {
  return (cents / 100).toFixed(2);
}
