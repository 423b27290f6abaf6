import { useComputedColorScheme } from '@mantine/core';
import type { IChartApi, ISeriesApi, ISeriesMarkersPluginApi, Time, UTCTimestamp } from 'lightweight-charts';
import { CandlestickSeries, createChart, createSeriesMarkers, HistogramSeries, TickMarkType } from 'lightweight-charts';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { colorsOf } from '../design/chart-colors.ts';
import { countText, LOCALES, moneyText } from '../design/decimal-text.ts';
import { momentText } from '../design/time-text.ts';
import { usePrice } from '../live/live.ts';
import type { LivePrice } from '../live/price-store.ts';
import type { Execution } from '../ledger/execution.ts';
import type { Candle, CandleInterval } from './candles.ts';
import { INTERVAL_MS } from './candles.ts';
import { utcTimestamp } from './chart-time-codec.ts';
import { fillMarkers } from './fill-markers.ts';
import classes from './instrument.module.css';

interface Parts {
  readonly chart: IChartApi;
  readonly prices: ISeriesApi<'Candlestick'>;
  readonly ticks: ISeriesApi<'Histogram'>;
  readonly markers: ISeriesMarkersPluginApi<Time>;
}

/** Candles and their tick volume, with one's own fills; the numbers of the candle under the pointer stand above, exact. */
export function CandleChart({
  symbol,
  interval,
  candles,
  fills,
}: {
  readonly symbol: string;
  readonly interval: CandleInterval;
  readonly candles: readonly Candle[];
  readonly fills: readonly Execution[];
}): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const parts = useRef<Parts | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const scheme = useComputedColorScheme('light');
  const price = usePrice(symbol);

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const made = draw(element);
    parts.current = made;
    made.chart.subscribeCrosshairMove(({ time }) => {
      setPointed(typeof time === 'number' ? time * 1_000 : null);
    });
    return () => {
      parts.current = null;
      made.chart.remove();
    };
  }, [scheme]);

  useEffect(() => {
    const drawn = parts.current;
    const element = place.current;
    if (drawn === null || element === null) return;
    const { gain, loss } = colorsOf(element);
    drawn.prices.setData(candles.map((candle) => ({ time: timeOf(candle), ...pricesOf(candle) })));
    drawn.ticks.setData(
      candles.map((candle) => ({
        time: timeOf(candle),
        value: candle.ticks,
        color: `${Number(candle.close) >= Number(candle.open) ? gain : loss}66`,
      })),
    );
  }, [candles, scheme]);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    parts.current?.markers.setMarkers(fillMarkers(fills, INTERVAL_MS[interval], colorsOf(element)));
  }, [fills, interval, scheme, candles]);

  useEffect(() => {
    const last = candles.at(-1);
    if (price !== undefined && last !== undefined) parts.current?.prices.update(runningCandle(last, price, interval));
  }, [price, candles, interval]);

  const shown = candles.find(({ start }) => Date.parse(start) === pointed) ?? candles.at(-1);
  return (
    <>
      <p className={classes['legend']}>{shown === undefined ? '' : <Legend candle={shown} />}</p>
      <div className={classes['chart']}>
        <div
          ref={place}
          className={classes['place']}
          role="img"
          aria-label={summaryOf(symbol, candles, fills.length)}
        />
      </div>
      <p className={classes['credit']}>
        Bars: tick volume, the number of prices that came in during the candle; that of the running one is read once a
        minute. Charts by{' '}
        <a href="https://www.tradingview.com/" rel="noreferrer noopener" target="_blank">
          TradingView Lightweight Charts
        </a>
        .
      </p>
    </>
  );
}

function Legend({ candle }: { readonly candle: Candle }): ReactNode {
  const { start, open, high, low, close, ticks } = candle;
  return (
    <>
      <span>{momentText(start)}</span>
      <span>O {moneyText(open)}</span>
      <span>H {moneyText(high)}</span>
      <span>L {moneyText(low)}</span>
      <span>C {moneyText(close)}</span>
      <span>Tick volume {countText(ticks)}</span>
    </>
  );
}

function draw(element: HTMLElement): Parts {
  const { panel, soft, line, gain, loss, accent } = colorsOf(element);
  const chart = createChart(element, {
    autoSize: true,
    layout: {
      background: { color: panel },
      textColor: soft,
      fontFamily: 'Inter, sans-serif',
      fontSize: 11,
      attributionLogo: false,
    },
    grid: { vertLines: { color: line }, horzLines: { color: line } },
    rightPriceScale: { borderColor: line },
    timeScale: { borderColor: line, timeVisible: true, rightOffset: 4, barSpacing: 8, tickMarkFormatter: markText },
    localization: { locale: LOCALES[0] ?? 'en-US', timeFormatter: axisTime },
  });
  const prices = chart.addSeries(CandlestickSeries, {
    upColor: panel,
    borderUpColor: gain,
    wickUpColor: gain,
    downColor: loss,
    borderDownColor: loss,
    wickDownColor: loss,
    // Else it has the colour of the last candle, which is that of the ground when it rises.
    priceLineColor: accent,
  });
  const ticks = chart.addSeries(HistogramSeries, {
    priceScaleId: '',
    priceFormat: { type: 'volume' },
    lastValueVisible: false,
    priceLineVisible: false,
  });
  prices.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.24 } });
  ticks.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
  return { chart, prices, ticks, markers: createSeriesMarkers(prices, []) };
}

/** Marks of the time axis in the reader's time zone; the chart itself would write UTC. */
function markText(time: Time, type: TickMarkType): string {
  const date = new Date(typeof time === 'number' ? time * 1_000 : 0);
  switch (type) {
    case TickMarkType.Year:
      return yearMark.format(date);
    case TickMarkType.Month:
    case TickMarkType.DayOfMonth:
      return dayMark.format(date);
    case TickMarkType.Time:
    case TickMarkType.TimeWithSeconds:
      return timeMark.format(date);
  }
}

const yearMark = new Intl.DateTimeFormat([...LOCALES], { year: 'numeric' });
const dayMark = new Intl.DateTimeFormat([...LOCALES], { month: 'short', day: 'numeric' });
const timeMark = new Intl.DateTimeFormat([...LOCALES], { hour: '2-digit', minute: '2-digit' });

function axisTime(time: Time): string {
  return typeof time === 'number' ? momentText(new Date(time * 1_000).toISOString()) : '';
}

/** The candle of the running interval, taken further by the newest price. */
function runningCandle(last: Candle, { value, asOfMs }: LivePrice, interval: CandleInterval) {
  const intervalMs = INTERVAL_MS[interval];
  const startMs = Math.floor(asOfMs / intervalMs) * intervalMs;
  const lastMs = Date.parse(last.start);
  const close = Number(value);
  if (startMs > lastMs) return { time: utcTimestamp(startMs), open: close, high: close, low: close, close };
  const { open, high, low } = pricesOf(last);
  return { time: utcTimestamp(lastMs), open, high: Math.max(high, close), low: Math.min(low, close), close };
}

/** Where a candle is drawn; the numbers that are read stand in the legend, as they are. */
function pricesOf({ open, high, low, close }: Candle) {
  return { open: Number(open), high: Number(high), low: Number(low), close: Number(close) };
}

function timeOf({ start }: Candle): UTCTimestamp {
  return utcTimestamp(Date.parse(start));
}

function summaryOf(symbol: string, candles: readonly Candle[], fills: number): string {
  const [first] = candles;
  const last = candles.at(-1);
  if (first === undefined || last === undefined) return `Candles of ${symbol}`;
  return `Candles of ${symbol} from ${momentText(first.start)} to ${momentText(last.start)}, opened at ${moneyText(first.open)}, now ${moneyText(last.close)}, last tick volume ${countText(last.ticks)}${fills === 0 ? '' : `, with ${countText(fills)} of your fills`}`;
}
