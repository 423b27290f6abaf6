import type { ReactNode } from 'react';
import { lazy, Suspense, useState } from 'react';
import { moneyText } from '../design/decimal-text.ts';
import { Loading } from '../design/states.tsx';
import { momentText } from '../design/time-text.ts';
import type { EquityPoint } from '../ledger/account.ts';
import classes from './equity-curve.module.css';
import type { EquityNow } from './equity-now.ts';
import { useCurve } from './equity-now.ts';

const EquityChart = lazy(() => import('./equity-chart.tsx').then(({ EquityChart: chart }) => ({ default: chart })));

/**
 * Equity over time, and what is under the pointer in exact numbers: the newest point of the curve at first, which moves with the prices and can
 * be read before the chart is there. At least one point was read.
 */
export function EquityCurve({
  points: read,
  now,
}: {
  readonly points: readonly EquityPoint[];
  readonly now: EquityNow | null;
}): ReactNode {
  const [pointed, setPointed] = useState<number | null>(null);
  const points = useCurve(read, now);
  const point = points[Math.min(pointed ?? Infinity, points.length - 1)];
  return (
    <div className={classes['curve']}>
      <div className={classes['chart']}>
        <Suspense fallback={<Loading what="the chart" rows={4} />}>
          <EquityChart points={points} onPoint={setPointed} />
        </Suspense>
      </div>
      <p className={classes['legend']}>{point === undefined ? null : legendOf(point)}</p>
    </div>
  );
}

function legendOf({ at, equity, cash, market_value: value }: EquityPoint): string {
  return `${momentText(at)} · equity ${moneyText(equity)} · cash ${moneyText(cash)} · positions ${moneyText(value)}`;
}
