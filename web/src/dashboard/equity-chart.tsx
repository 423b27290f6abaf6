import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { colorsOf } from '../design/chart-colors.ts';
import { LOCALES, moneyText } from '../design/decimal-text.ts';
import { momentText } from '../design/time-text.ts';
import type { EquityPoint } from '../ledger/account.ts';

/** Equity over time. Tells which point is under the pointer; null when none is. */
export function EquityChart({
  points,
  onPoint,
}: {
  readonly points: readonly EquityPoint[];
  readonly onPoint: (index: number | null) => void;
}): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const scheme = useComputedColorScheme('light');

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const made = new uPlot(optionsOf(element, onPoint), [[], []], element);
    chart.current = made;
    const observer = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [scheme, onPoint]);

  useEffect(() => {
    const times = points.map(({ at }) => Date.parse(at) / 1_000);
    const values = points.map(({ equity: value }) => Number(value));
    chart.current?.setData([times, values]);
  }, [points, scheme]);

  return <div ref={place} role="img" aria-label={summaryOf(points)} />;
}

function summaryOf(points: readonly EquityPoint[]): string {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return 'Equity over time';
  return `Equity from ${moneyText(first.equity)} on ${momentText(first.at)} to ${moneyText(last.equity)} on ${momentText(last.at)}`;
}

/** A curve that has just begun is not stretched over all of the width. */
const LEAST_SPAN_S = 300;
const DAY_S = 86_400;
const amounts = new Intl.NumberFormat([...LOCALES], { maximumFractionDigits: 2 });
const dayMark = new Intl.DateTimeFormat([...LOCALES], { month: 'short', day: 'numeric' });
const timeMark = new Intl.DateTimeFormat([...LOCALES], { hour: '2-digit', minute: '2-digit' });

/** A mark of the time axis; midnights are told by their day. */
function markText(timeS: number, stepS: number): string {
  const moment = new Date(timeS * 1_000);
  const isDay = stepS >= DAY_S || (moment.getHours() === 0 && moment.getMinutes() === 0);
  return (isDay ? dayMark : timeMark).format(moment);
}

/** Whether there are too few points for a line to show them. */
function isSparse({ data: [times] }: uPlot): boolean {
  return times.length < 3;
}

function optionsOf(element: HTMLElement, onPoint: (index: number | null) => void): uPlot.Options {
  const { accent, soft, line } = colorsOf(element);
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
    scales: { x: { time: true, range: (_chart, from, to) => [Math.min(from, to - LEAST_SPAN_S), to] } },
    axes: [
      {
        ...axis,
        space: 80,
        values: (...[, times, , , stepS]) => times.map((time) => markText(time, stepS)),
      },
      { ...axis, size: 76, values: (_chart, values) => values.map((value) => amounts.format(value)) },
    ],
    series: [
      {},
      { stroke: accent, width: 2, fill: `color-mix(in srgb, ${accent} 12%, transparent)`, points: { show: isSparse } },
    ],
    hooks: {
      setCursor: [
        ({ cursor }) => {
          onPoint(cursor.idx ?? null);
        },
      ],
    },
  };
}
