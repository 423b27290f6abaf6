import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { colorsOf } from '../design/chart-colors.ts';
import { LOCALES, moneyText } from '../design/decimal-text.ts';
import { momentText } from '../design/time-text.ts';
import type { EquityPoint } from '../ledger/account.ts';
import classes from './equity-chart.module.css';

/** Equity over time; the last point moves with the prices. What is under the pointer is told in exact numbers below. */
export function EquityChart({
  points,
  equity,
}: {
  readonly points: readonly EquityPoint[];
  readonly equity: string | null;
}): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const legend = useRef<HTMLParagraphElement>(null);
  const shown = useRef(points);
  shown.current = points;
  const scheme = useComputedColorScheme('light');

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const tell = (index: number | null | undefined): void => {
      const point = shown.current[index ?? shown.current.length - 1];
      if (legend.current !== null && point !== undefined) legend.current.textContent = legendOf(point);
    };
    const made = new uPlot(optionsOf(element, tell), [[], []], element);
    chart.current = made;
    const observer = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    observer.observe(element);
    tell(null);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [scheme]);

  useEffect(() => {
    const times = points.map(({ at }) => Date.parse(at) / 1_000);
    const values = points.map(({ equity: value }) => Number(value));
    if (equity !== null) {
      times.push(Math.max(Date.now() / 1_000, times.at(-1) ?? 0));
      values.push(Number(equity));
    }
    chart.current?.setData([times, values]);
  }, [points, equity, scheme]);

  return (
    <div className={classes['chart']}>
      <div ref={place} className={classes['place']} role="img" aria-label={summaryOf(points)} />
      <p ref={legend} className={classes['legend']} />
    </div>
  );
}

function legendOf({ at, equity, cash, market_value: value }: EquityPoint): string {
  return `${momentText(at)} · equity ${moneyText(equity)} · cash ${moneyText(cash)} · positions ${moneyText(value)}`;
}

function summaryOf(points: readonly EquityPoint[]): string {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return 'Equity over time';
  return `Equity from ${moneyText(first.equity)} on ${momentText(first.at)} to ${moneyText(last.equity)} on ${momentText(last.at)}`;
}

function optionsOf(element: HTMLElement, onPoint: (index: number | null | undefined) => void): uPlot.Options {
  const { accent, soft, line } = colorsOf(element);
  const compact = new Intl.NumberFormat([...LOCALES], { notation: 'compact', maximumFractionDigits: 2 });
  const axis = {
    stroke: soft,
    grid: { stroke: line, width: 1 },
    ticks: { show: false },
    font: '11px Inter, sans-serif',
  };
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    legend: { show: false },
    cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
    scales: { x: { time: true } },
    axes: [axis, { ...axis, size: 62, values: (_chart, values) => values.map((value) => compact.format(value)) }],
    series: [
      {},
      { stroke: accent, width: 2, fill: `color-mix(in srgb, ${accent} 12%, transparent)`, points: { show: false } },
    ],
    hooks: {
      setCursor: [
        ({ cursor }) => {
          onPoint(cursor.idx);
        },
      ],
    },
  };
}
