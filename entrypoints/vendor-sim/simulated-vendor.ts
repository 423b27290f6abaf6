import { drawLatencyMs } from './latency.ts';
import { faultsAt } from './fault-schedule.ts';
import type { FaultSchedule } from './fault-schedule.ts';
import { createRandomSeries } from './seeded-random.ts';
import type { Random } from './seeded-random.ts';
import type { Quote, SimulatedMarket } from './simulated-market.ts';
import { stocksPage } from './stocks-page.ts';
import { faultyAnswer, jsonAnswer } from './vendor-answer.ts';
import type { VendorAnswer } from './vendor-answer.ts';
import { drawCallFault, priceSent } from './vendor-faults.ts';
import type { VendorFaults } from './vendor-faults.ts';

/** What a vendor is made of. */
export interface SimulatedVendorParts {
  readonly market: SimulatedMarket;
  readonly pageSize: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Decides faults: the n-th call of the same seed has the same ones, whatever else is asked meanwhile. */
  readonly seed: number;
}

/** The lines of a tick stream, by symbol. */
export type TickLines = ReadonlyMap<string, string>;

/** A vendor that answers, and does wrong what was ordered. It knows no network: over HTTP, or in a test's own time. */
export interface SimulatedVendor {
  /** What comes back for `GET /stocks` from a cursor on. */
  stocks(token: string | null): VendorAnswer;
  /** What comes back for `GET /ticks`: 'stream' when the lines that it begins with may be sent. */
  ticks(): {
    readonly delayMs: number;
    readonly outcome: VendorAnswer | { readonly kind: 'stream'; readonly lines: TickLines };
  };
  /** Moves prices once; answers the lines to send, or 'cut' when all streams end. */
  tick(): TickLines | 'cut';
  /** Sets a price, a decimal string; answers its line, undefined when there is no such symbol. Throws RangeError for a price that is not positive. */
  setPrice(symbol: string, price: string): TickLines | undefined;
  /** The faults that are ordered at present. */
  faults(): VendorFaults;
  /** Orders faults from now on, in place of all before. */
  setFaults(faults: VendorFaults): void;
  /** The schedule in force; undefined when faults were ordered by hand since. */
  schedule(): FaultSchedule | undefined;
  /** Begins a schedule now, in place of all before. */
  setSchedule(schedule: FaultSchedule): void;
}

/** Makes a vendor without faults. */
export function createSimulatedVendor({ market, pageSize, now, seed }: SimulatedVendorParts): SimulatedVendor {
  const [randomOfCall, randomOfStep] = [createRandomSeries(seed, 'call'), createRandomSeries(seed, 'step')];
  let [calls, steps] = [0, 0];
  let byHand: VendorFaults = {};
  let running: { readonly schedule: FaultSchedule; readonly fromMs: number } | undefined;

  function faults(): VendorFaults {
    return running === undefined ? byHand : faultsAt(running.schedule, now() - running.fromMs);
  }

  function priced({ price }: Quote, ordered: VendorFaults, random: Random) {
    const atMs = now() + (ordered.clockSkewMs ?? 0);
    return { price: priceSent(price, ordered, random), asOf: new Date(atMs).toISOString() };
  }

  function lines(quotes: readonly Quote[], ordered: VendorFaults, random: Random): TickLines {
    return new Map(
      quotes.map((quote) => {
        const { symbol } = quote.instrument;
        return [symbol, `${JSON.stringify({ symbol, ...priced(quote, ordered, random) })}\n`];
      }),
    );
  }

  /** Draws for one call what goes wrong with it and how long it takes. */
  function beginCall() {
    const random = randomOfCall(calls);
    calls += 1;
    const ordered = faults();
    const fault = drawCallFault(ordered, random);
    return { random, ordered, fault, delayMs: drawLatencyMs(ordered.latencyMs ?? 0, random) };
  }

  return {
    stocks: (token) => {
      const { random, ordered, fault, delayMs } = beginCall();
      const flaw = fault === 'duplicate-page' || fault === 'missing-page' ? { flaw: fault } : {};
      const page = stocksPage(market, token, { pageSize, ...flaw });
      if (page === undefined) return jsonAnswer(400, { status: 'error', message: 'nextToken is not one of ours' });
      const items = page.quotes.map((quote) => {
        const { symbol, name, exchange, sector } = quote.instrument;
        return { symbol, name, ...priced(quote, ordered, random), exchange, sector };
      });
      const body = { status: 'success', data: { items, nextToken: page.nextToken } };
      return faultyAnswer(fault, JSON.stringify(body), delayMs) ?? jsonAnswer(200, body, delayMs);
    },
    ticks: () => {
      const { random, ordered, fault, delayMs } = beginCall();
      const first = lines(market.after(null), ordered, random);
      const faulty = faultyAnswer(fault, [...first.values()].join(''), delayMs);
      return { delayMs, outcome: faulty ?? { kind: 'stream', lines: first } };
    },
    tick: () => {
      const random = randomOfStep(steps);
      steps += 1;
      const ordered = faults();
      const moved = market.step();
      return random() < (ordered.cutRate ?? 0) ? 'cut' : lines(moved, ordered, random);
    },
    setPrice: (symbol, price) => {
      const quote = market.setPrice(symbol, price);
      // As the prices of the next step will be.
      return quote === undefined ? undefined : lines([quote], faults(), randomOfStep(steps));
    },
    faults,
    setFaults: (ordered) => {
      running = undefined;
      byHand = ordered;
    },
    schedule: () => running?.schedule,
    setSchedule: (schedule) => {
      running = { schedule, fromMs: now() };
    },
  };
}
