import type { ReactNode } from 'react';
import { lazy, Suspense, useState } from 'react';
import { moneyText } from '../design/decimal-text.ts';
import { Loading } from '../design/states.tsx';
import { momentText } from '../design/time-text.ts';
import type { EquityPoint } from '../ledger/account.ts';
import classes from './equity-curve.module.css';

const EquityChart = lazy(() => import('./equity-chart.tsx').then(({ EquityChart: chart }) => ({ default: chart })));

/**
 * Equity over time, and what is under the pointer in exact numbers: the newest point at first, which can be read before the chart is there.
 * There is at least one point.
 */
export function EquityCurve({
  points,
  equity,
}: {
  readonly points: readonly EquityPoint[];
  readonly equity: string | null;
}): ReactNode {
  const [pointed, setPointed] = useState<number | null>(null);
  const point = points[Math.min(pointed ?? Infinity, points.length - 1)];
  return (
    <div className={classes['curve']}>
      <div className={classes['chart']}>
        <Suspense fallback={<Loading what="the chart" rows={4} />}>
          <EquityChart points={points} equity={equity} onPoint={setPointed} />
        </Suspense>
      </div>
      <p className={classes['legend']}>{point === undefined ? null : legendOf(point)}</p>
    </div>
  );
}

function legendOf({ at, equity, cash, market_value: value }: EquityPoint): string {
  return `${momentText(at)} · equity ${moneyText(equity)} · cash ${moneyText(cash)} · positions ${moneyText(value)}`;
}
