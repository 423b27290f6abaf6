import type { Instrument } from '@bourse/core/market/instrument.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { newestPrices } from '@bourse/core/market/price.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fault } from '../ports/fault.ts';
import type { Log, LogBatch, LogRecord } from '../ports/log.ts';
import type { MarketStore, PriceVendor, VendorPage } from '../ports/market-data.ts';
import type { PriceCache } from '../ports/price-cache.ts';
import type { QuarantineEntry, QuarantineStore } from '../ports/quarantine-store.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';

// Fakes of the ports of this room, for its tests: in memory, with time that passes only when told to.

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Lets time pass: calls back what is due, in order, and lets the promises behind it settle. */
  pass(ms: number): Promise<void>;
  /** Sets the time without letting any pass. */
  jump(toMs: number): void;
}

/** Makes a clock that begins at `startMs`. */
export function manualClock(startMs = 1_000_000): ManualClock {
  let nowMs = startMs;
  /** Time passed since the start, which no jump changes. */
  let passedMs = 0;
  const timers = new Map<object, { readonly dueMs: number; readonly callback: () => void }>();

  return {
    now: () => nowMs,
    after: (delayMs, callback) => {
      const id = {};
      timers.set(id, { dueMs: passedMs + delayMs, callback });
      return () => void timers.delete(id);
    },
    pass: async (ms) => {
      const untilMs = passedMs + ms;
      await settle();
      for (;;) {
        const [next] = [...timers]
          .filter(([, { dueMs }]) => dueMs <= untilMs)
          .sort(([, a], [, b]) => a.dueMs - b.dueMs);
        if (next === undefined) break;
        const [id, { dueMs, callback }] = next;
        timers.delete(id);
        nowMs += dueMs - passedMs;
        passedMs = dueMs;
        callback();
        await settle();
      }
      nowMs += untilMs - passedMs;
      passedMs = untilMs;
    },
    jump: (toMs) => {
      nowMs = toMs;
    },
  };
}

/** Lets all promises settle that wait for nothing but each other. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
}

/** A log in memory whose failures can be ordered. */
export interface FakeLog extends Log {
  /** All records of a topic that are still there, partition by partition. */
  records(topic: string): readonly LogRecord[];
  /** Whether every call fails from now on, and how. */
  fail(fault: Fault | undefined): void;
  /** Lets go of the records before a position, as retention does. */
  forget(partition: number, before: bigint): void;
  /** Whether appends are told of. */
  hint(told: boolean): void;
  /** Tells of a batch and brings it along, whether it is in the log or not. */
  bring(batch: LogBatch): void;
}

/** Makes a log of one topic; keys are spread over the partitions by their length and first letter. */
export function fakeLog(partitionCount = 2): FakeLog {
  const partitions = Array.from({ length: partitionCount }, () => ({ first: 0n, records: new Array<LogRecord>() }));
  const listeners = new Set<(partition: number, batch?: LogBatch) => void>();
  let failing: Fault | undefined;
  let hinting = true;

  function partition(number: number): { first: bigint; records: LogRecord[] } {
    const found = partitions[number];
    if (found === undefined) throw new RangeError(`no partition ${number}`);
    return found;
  }

  function partitionOf(key: string): number {
    return ((key.codePointAt(0) ?? 0) + key.length) % partitionCount;
  }

  return {
    partitions: () => partitions.map((_, number) => number),
    append: async (_topic, records) => {
      if (failing !== undefined) throw failing;
      const places = records.map((record) => {
        const number = partitionOf(record.key);
        const { first, records: kept } = partition(number);
        return { partition: number, position: first + BigInt(kept.push(record) - 1) };
      });
      const touched = new Set(places.map((place) => place.partition));
      if (hinting) for (const listener of listeners) for (const number of touched) listener(number);
      return places;
    },
    appendWithin: () => Promise.reject(new TypeError('not part of this fake')),
    read: async (topic, number, from, maxRecords) => {
      if (failing !== undefined) throw failing;
      const { first, records } = partition(number);
      if (from >= first + BigInt(records.length)) return [];
      // A batch may begin before the position asked for; here it does by one record where there is one.
      const basePosition = from > first ? from - 1n : first;
      const taken = records.slice(Number(basePosition - first)).slice(0, maxRecords + 1);
      return taken.length === 0 ? [] : [{ topic, partition: number, basePosition, records: taken }];
    },
    end: async (_topic, number) => {
      if (failing !== undefined) throw failing;
      const { first, records } = partition(number);
      return first + BigInt(records.length);
    },
    onAppended: (_topic, listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    records: () => partitions.flatMap(({ records }) => records),
    fail: (fault) => {
      failing = fault;
    },
    forget: (number, before) => {
      const kept = partition(number);
      kept.records.splice(0, Number(before - kept.first));
      kept.first = before;
    },
    hint: (told) => {
      hinting = told;
    },
    bring: (batch) => {
      for (const listener of listeners) listener(batch.partition, batch);
    },
  };
}

/** A market store in memory. */
export interface FakeMarketStore extends MarketStore {
  put(prices: readonly Price[]): void;
  setStatus(symbol: string, status: Instrument['status']): void;
  fail(fault: Fault | undefined): void;
  /** How often instruments were read and how many were saved. */
  readonly reads: () => number;
  readonly saved: () => number;
}

/** Makes an empty store. */
export function fakeMarketStore(): FakeMarketStore {
  const instruments = new Map<string, Instrument>();
  const prices = new Map<string, Price>();
  let failing: Fault | undefined;
  let reads = 0;
  let saved = 0;

  async function unlessFailing<Answer>(answer: () => Answer): Promise<Answer> {
    if (failing !== undefined) throw failing;
    return answer();
  }

  return {
    instruments: () => {
      reads += 1;
      return unlessFailing(() => [...instruments.values()]);
    },
    prices: () => unlessFailing(() => [...prices.values()]),
    saveInstruments: (added) =>
      unlessFailing(() => {
        saved += added.length;
        for (const one of added) {
          instruments.set(one.symbol, { ...one, status: instruments.get(one.symbol)?.status ?? one.status });
        }
      }),
    savePrices: () => Promise.reject(new TypeError('not part of this fake')),
    put: (added) => {
      for (const price of added) prices.set(price.symbol, price);
    },
    setStatus: (symbol, status) => {
      const known = instruments.get(symbol);
      if (known !== undefined) instruments.set(symbol, { ...known, status });
    },
    fail: (fault) => {
      failing = fault;
    },
    reads: () => reads,
    saved: () => saved,
  };
}

/** A price cache that is whole from the first filling on, for as long as it is there. */
export interface FakePriceCache extends PriceCache {
  /** All that came in, in its order. */
  readonly taken: readonly Price[];
  /** Loses everything, and keeps nothing until it is back. */
  leave(): void;
  comeBack(): void;
}

/** Makes an empty cache. */
export function fakePriceCache(): FakePriceCache {
  const taken: Price[] = [];
  let away = false;
  let whole = false;
  const take = (prices: readonly Price[]): Promise<boolean> => {
    if (!away) taken.push(...prices);
    return Promise.resolve(!away);
  };
  return {
    taken,
    prices: () => Promise.resolve(whole ? [...newestPrices(taken).values()] : null),
    put: take,
    fill(prices) {
      whole = !away;
      return take(prices);
    },
    leave() {
      away = true;
      whole = false;
      taken.length = 0;
    },
    comeBack() {
      away = false;
    },
  };
}

/** A quarantine store that keeps what was added, as it was added. */
export interface FakeQuarantineStore extends QuarantineStore {
  readonly added: readonly QuarantineEntry[];
  /** What is listed as open. */
  put(entries: readonly QuarantineEntry[]): void;
  fail(fault: Fault | undefined): void;
}

/** Makes an empty store. */
export function fakeQuarantineStore(): FakeQuarantineStore {
  const added: QuarantineEntry[] = [];
  let open: readonly QuarantineEntry[] = [];
  let failing: Fault | undefined;
  return {
    added,
    add: async (entries) => {
      if (failing !== undefined) throw failing;
      added.push(...entries);
    },
    list: async () => {
      if (failing !== undefined) throw failing;
      return open;
    },
    entry: () => Promise.reject(new TypeError('not part of this fake')),
    openSymbols: () => Promise.reject(new TypeError('not part of this fake')),
    close: () => Promise.reject(new TypeError('not part of this fake')),
    put: (entries) => {
      open = entries;
    },
    fail: (fault) => {
      failing = fault;
    },
  };
}

/** A vendor whose every page comes from a function, which may throw. */
export function fakeVendor(page: (nextToken: string | null) => VendorPage): PriceVendor {
  return { page: async (nextToken) => page(nextToken) };
}

/** Counts and gauges by name and labels: `counted('prices_quarantined_total', { reason: 'jump' })`. */
export interface FakeMeter extends Meter {
  counted(name: string, labels?: Readonly<Record<string, string>>): number;
  gauged(name: string): number | undefined;
}

/** Makes a meter that has counted nothing. */
export function fakeMeter(): FakeMeter {
  const counts = new Map<string, number>();
  const gauges = new Map<string, number>();
  const key = (name: string, labels: Readonly<Record<string, string>>): string => name + JSON.stringify(labels);
  return {
    count: (name, labels, by) => void counts.set(key(name, labels), (counts.get(key(name, labels)) ?? 0) + by),
    gauge: (name, _labels, value) => void gauges.set(name, value),
    duration: () => undefined,
    counted: (name, labels = {}) => counts.get(key(name, labels)) ?? 0,
    gauged: (name) => gauges.get(name),
  };
}

/** A logger that keeps its messages. */
export function fakeLogger(): Logger & { readonly messages: string[] } {
  const messages: string[] = [];
  const keep = (_fields: Readonly<Record<string, unknown>>, message: string): void => void messages.push(message);
  return { info: keep, warn: keep, error: keep, messages };
}
