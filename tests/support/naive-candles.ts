import type { ListedCandle } from '@bourse/application/ports/candle-store.ts';
import type { CandleInterval } from '@bourse/core/market/candle.ts';
import type { Price } from '@bourse/core/market/price.ts';

const LENGTH_MS: Readonly<Record<CandleInterval, number>> = { '1m': 60_000, '1h': 3_600_000, '1d': 86_400_000 };

/** The candles of a symbol, each by looking at all ticks of its time; of ticks of one moment the first that came opens, the last closes. */
export function naiveCandles(
  ticks: readonly Price[],
  symbol: string,
  interval: CandleInterval,
): readonly ListedCandle[] {
  const own = ticks.filter((tick) => tick.symbol === symbol);
  const startOf = (atMs: number): number => Math.floor(atMs / LENGTH_MS[interval]) * LENGTH_MS[interval];
  const starts = [...new Set(own.map(({ asOfMs }) => startOf(asOfMs)))].sort((one, other) => one - other);
  return starts.map((startMs, index) => {
    const inside = own.filter(({ asOfMs }) => startOf(asOfMs) === startMs);
    // Sorting keeps the order of arrival among ticks of one moment.
    const byTime = inside.toSorted((one, other) => one.asOfMs - other.asOfMs);
    const byPrice = inside.toSorted((one, other) => (one.priceMicros < other.priceMicros ? -1 : 1));
    const [first, last] = [byTime[0]!, byTime.at(-1)!];
    return {
      symbol,
      interval,
      startMs,
      openMicros: first.priceMicros,
      highMicros: byPrice.at(-1)!.priceMicros,
      lowMicros: byPrice[0]!.priceMicros,
      closeMicros: last.priceMicros,
      firstTickMs: first.asOfMs,
      lastTickMs: last.asOfMs,
      ticks: inside.length,
      previousStartMs: starts[index - 1] ?? null,
    };
  });
}
