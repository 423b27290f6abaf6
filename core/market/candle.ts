import { MS_PER_DAY } from '../time/utc.ts';
import type { Price } from './price.ts';

/** How long a candle lasts: a minute, an hour or a day, each beginning on a whole one in UTC. */
export const CANDLE_INTERVALS = ['1m', '1h', '1d'] as const;
export type CandleInterval = (typeof CANDLE_INTERVALS)[number];

/** Milliseconds of each interval. */
export const INTERVAL_MS: Readonly<Record<CandleInterval, number>> = {
  '1m': 60_000,
  '1h': 3_600_000,
  '1d': MS_PER_DAY,
};

/** What the ticks of an instrument did in one interval. There is none for an interval without ticks. */
export interface Candle {
  readonly symbol: string;
  readonly interval: CandleInterval;
  /** Epoch milliseconds, a multiple of the interval. */
  readonly startMs: number;
  readonly openMicros: bigint;
  readonly highMicros: bigint;
  readonly lowMicros: bigint;
  readonly closeMicros: bigint;
  /** As-of times of the ticks that opened and closed it, epoch milliseconds: what a late tick is held against. */
  readonly firstTickMs: number;
  readonly lastTickMs: number;
  /** How many ticks came in; one that came twice counts twice. */
  readonly ticks: number;
}

/**
 * Candles of all intervals from ticks in the order in which they came, which need not be that of their times. A candle is opened by its
 * earliest tick and closed by its latest; of two ticks of one moment the first to come opens and the last closes.
 */
export function candlesOf(ticks: readonly Price[]): readonly Candle[] {
  const minutes = merged(ticks.map((tick) => candleOf(tick)));
  const hours = merged(minutes.map((minute) => partOf(minute, '1h')));
  const days = merged(hours.map((hour) => partOf(hour, '1d')));
  return [...minutes, ...hours, ...days];
}

/** One candle from what is known of it and what came in later. */
export function mergeCandles(known: Candle, later: Candle): Candle {
  const opens = later.firstTickMs < known.firstTickMs ? later : known;
  const closes = later.lastTickMs >= known.lastTickMs ? later : known;
  return {
    symbol: known.symbol,
    interval: known.interval,
    startMs: known.startMs,
    openMicros: opens.openMicros,
    highMicros: later.highMicros > known.highMicros ? later.highMicros : known.highMicros,
    lowMicros: later.lowMicros < known.lowMicros ? later.lowMicros : known.lowMicros,
    closeMicros: closes.closeMicros,
    firstTickMs: opens.firstTickMs,
    lastTickMs: closes.lastTickMs,
    ticks: known.ticks + later.ticks,
  };
}

/** How many intervals without a tick lie between a candle and the one before it, by their starts. */
export function emptyIntervals(interval: CandleInterval, previousStartMs: number, startMs: number): number {
  return (startMs - previousStartMs) / INTERVAL_MS[interval] - 1;
}

/** The start of the interval that a moment is in. */
export function intervalStart(interval: CandleInterval, atMs: number): number {
  return atMs - (atMs % INTERVAL_MS[interval]);
}

function candleOf({ symbol, priceMicros, asOfMs }: Price): Candle {
  return {
    symbol,
    interval: '1m',
    startMs: intervalStart('1m', asOfMs),
    openMicros: priceMicros,
    highMicros: priceMicros,
    lowMicros: priceMicros,
    closeMicros: priceMicros,
    firstTickMs: asOfMs,
    lastTickMs: asOfMs,
    ticks: 1,
  };
}

/** A candle as its part of a longer one. */
function partOf(candle: Candle, interval: CandleInterval): Candle {
  return { ...candle, interval, startMs: intervalStart(interval, candle.startMs) };
}

/** Candles of one interval, each once. */
function merged(candles: readonly Candle[]): readonly Candle[] {
  const byPlace = new Map<string, Candle>();
  for (const candle of candles) {
    const place = `${candle.symbol}/${candle.startMs}`;
    const known = byPlace.get(place);
    byPlace.set(place, known === undefined ? candle : mergeCandles(known, candle));
  }
  return [...byPlace.values()];
}
