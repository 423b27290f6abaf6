import { faultOfPrice } from '@bourse/core/market/price-validation.ts';
import type { PriceFault } from '@bourse/core/market/price-validation.ts';
import type { Price } from '@bourse/core/market/price.ts';
import type { Clock } from '../ports/clock.ts';
import type { QuarantineEntry } from '../ports/quarantine-store.ts';
import type { Meter } from '../ports/telemetry.ts';

/** A price as somebody quoted it; null when it was absent or not readable as a number. */
export interface QuotedPrice extends Omit<Price, 'priceMicros'> {
  readonly priceMicros: bigint | null;
}

/** What a quarantine works with. */
export interface QuarantinePorts {
  readonly clock: Clock;
  readonly meter: Meter;
  /** The newest price that the platform knows, whoever brought it: one that an operator accepted, say. */
  readonly newest?: (symbol: string) => Price | undefined;
}

/** Settings of a quarantine. */
export interface QuarantineOptions {
  /** A price may move by at most this factor up or down from one quote to the next; a whole number, at least 2. */
  readonly maxJumpFactor: bigint;
  /** How many open entries are kept; the oldest are dropped first. */
  readonly maxKept: number;
  /**
   * Whether the first price that an instrument ever has waits for a second quote that agrees with it, since there is nothing else to hold it
   * against. Default false: the first one is believed.
   */
  readonly confirmFirst?: boolean;
}

/** Stands between what is quoted and what is served. */
export interface Quarantine {
  /** Takes prices that were believed before, as what new ones are held against. */
  seed(prices: readonly Price[]): void;
  /** Takes entries that were open before a restart. */
  resume(entries: readonly QuarantineEntry[]): void;
  /**
   * Answers the price when it can be believed; else keeps it, counts it in `prices_quarantined_total` and answers undefined. A first price
   * that waits for a second one is answered with undefined as well, and is counted in `prices_unconfirmed_total`.
   */
  judge(quoted: QuotedPrice): Price | undefined;
  /** Whether another quote of a symbol should be asked for now: its first price waits for one. Not for ever, if quotes never agree. */
  wantsAnother(symbol: string): boolean;
  /** Whether quotes of a symbol were not believed and none has been since. */
  isOpen(symbol: string): boolean;
  /** The open entries, the one with the newest quote first. */
  list(): readonly QuarantineEntry[];
  /** What happened since this was last called, for the store: `quotes` are those that came since. */
  takeChanges(): readonly QuarantineEntry[];
  /** Takes changes back that could not be stored. */
  putBack(changes: readonly QuarantineEntry[]): void;
}

/** The newest quote of an instrument that has no price yet, and how many there were. */
interface FirstQuote {
  readonly priceMicros: bigint;
  readonly quotes: number;
}

/** After so many quotes that did not agree, the next ones are waited for, not asked for. */
const MAX_FIRST_QUOTES = 5;

/** Makes a quarantine that knows no prices yet. Throws RangeError for a factor below 2 or when fewer than one entry would be kept. */
export function createQuarantine(options: QuarantineOptions, ports: QuarantinePorts): Quarantine {
  const { maxJumpFactor, maxKept, confirmFirst = false } = options;
  const { clock, meter, newest = () => undefined } = ports;
  if (maxJumpFactor < 2n) throw new RangeError(`the jump factor must be at least 2, got ${maxJumpFactor}`);
  if (!(maxKept >= 1)) throw new RangeError(`at least one quarantined price must be kept, got ${maxKept}`);
  const lastGood = new Map<string, Price>();
  /** Never more than there are instruments. */
  const firsts = new Map<string, FirstQuote>();
  /** By symbol and reason, the one with the oldest quote first. */
  const open = new Map<string, QuarantineEntry>();
  const reasonsOf = new Map<string, Set<PriceFault>>();
  let changes = new Map<string, QuarantineEntry>();

  function lastGoodOf(symbol: string): Price | undefined {
    const [own, known] = [lastGood.get(symbol), newest(symbol)];
    return own === undefined || (known !== undefined && known.asOfMs >= own.asOfMs) ? known : own;
  }

  function believe(price: Price): Price {
    const last = lastGood.get(price.symbol);
    if (last === undefined || price.asOfMs >= last.asOfMs) lastGood.set(price.symbol, price);
    return price;
  }

  /** What a quote is held against: the last good price, else what was quoted before, else nothing. */
  function referenceOf(symbol: string): bigint | undefined {
    return lastGoodOf(symbol)?.priceMicros ?? firsts.get(symbol)?.priceMicros;
  }

  /** Whether a sound quote has to wait for another one; it is what the next one is held against. */
  function waits({ symbol }: QuotedPrice, priceMicros: bigint): boolean {
    if (!confirmFirst || lastGoodOf(symbol) !== undefined) return false;
    const before = firsts.get(symbol);
    firsts.set(symbol, { priceMicros, quotes: (before?.quotes ?? 0) + 1 });
    if (before === undefined) meter.count('prices_unconfirmed_total', {}, 1);
    return before === undefined;
  }

  function keep(quoted: QuotedPrice, reason: PriceFault): undefined {
    const { symbol, priceMicros, source, asOfMs } = quoted;
    const atMs = clock.now();
    const known = open.get(keyOf({ symbol, reason }));
    const lastGoodMicros = referenceOf(symbol) ?? null;
    const quote = { symbol, reason, priceMicros, source, asOfMs, lastGoodMicros, lastAtMs: atMs, overAtMs: null };
    admit({ ...quote, quotes: (known?.quotes ?? 0) + 1, firstAtMs: known?.firstAtMs ?? atMs });
    change({ ...quote, quotes: 1, firstAtMs: atMs });
    meter.count('prices_quarantined_total', { reason }, 1);
  }

  function admit(entry: QuarantineEntry): void {
    open.delete(keyOf(entry));
    open.set(keyOf(entry), entry);
    const reasons = reasonsOf.get(entry.symbol) ?? new Set();
    reasonsOf.set(entry.symbol, reasons.add(entry.reason));
    const [oldest] = open.values();
    if (open.size > maxKept && oldest !== undefined) drop(oldest);
  }

  function drop({ symbol, reason }: QuarantineEntry): void {
    open.delete(keyOf({ symbol, reason }));
    const reasons = reasonsOf.get(symbol);
    reasons?.delete(reason);
    if (reasons?.size === 0) reasonsOf.delete(symbol);
  }

  function release(symbol: string): void {
    for (const reason of [...(reasonsOf.get(symbol) ?? [])]) {
      const entry = open.get(keyOf({ symbol, reason }));
      if (entry === undefined) continue;
      drop(entry);
      change({ ...entry, quotes: 0, overAtMs: clock.now() });
    }
  }

  /** At most one waiting change for each instrument and reason, however long the store is away. */
  function change(entry: QuarantineEntry): void {
    const waiting = changes.get(keyOf(entry));
    changes.set(keyOf(entry), waiting === undefined ? entry : merged(waiting, entry));
  }

  return {
    seed: (prices) => {
      for (const price of prices) believe(price);
    },
    resume: (entries) => {
      for (const entry of entries) admit(entry);
    },
    judge: (quoted) => {
      const { priceMicros } = quoted;
      if (priceMicros === null) return keep(quoted, 'unreadable');
      const reason = faultOfPrice(priceMicros, referenceOf(quoted.symbol), maxJumpFactor);
      if (reason === 'jump') {
        keep(quoted, reason);
        // Of two first quotes that do not agree either may be the wrong one: the next is held against the newer.
        waits(quoted, priceMicros);
        return undefined;
      }
      if (reason !== undefined) return keep(quoted, reason);
      if (waits(quoted, priceMicros)) return undefined;
      firsts.delete(quoted.symbol);
      release(quoted.symbol);
      return believe({ ...quoted, priceMicros });
    },
    wantsAnother: (symbol) => (firsts.get(symbol)?.quotes ?? MAX_FIRST_QUOTES) < MAX_FIRST_QUOTES,
    isOpen: (symbol) => reasonsOf.has(symbol),
    list: () => [...open.values()].reverse(),
    takeChanges: () => {
      const taken = [...changes.values()];
      changes = new Map();
      return taken;
    },
    putBack: (taken) => {
      const since = changes;
      changes = new Map(taken.map((entry) => [keyOf(entry), entry]));
      for (const entry of since.values()) change(entry);
    },
  };
}

function keyOf({ symbol, reason }: { readonly symbol: string; readonly reason: PriceFault }): string {
  return `${reason} ${symbol}`;
}

function merged(earlier: QuarantineEntry, later: QuarantineEntry): QuarantineEntry {
  return { ...later, quotes: earlier.quotes + later.quotes, firstAtMs: Math.min(earlier.firstAtMs, later.firstAtMs) };
}
