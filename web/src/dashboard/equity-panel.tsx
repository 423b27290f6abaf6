import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { useLoadingError } from '../api/loading-error.ts';
import { Panel } from '../design/panel.tsx';
import { Empty, Failed, Loading } from '../design/states.tsx';
import type { EquityPoint } from '../ledger/account.ts';
import { equityHistoryQuery } from '../ledger/account.ts';
import { FIRST_RANGE, RANGES } from './dashboard-reads.ts';
import classes from './dashboard.module.css';
import { EquityCurve } from './equity-curve.tsx';
import type { EquityNow } from './equity-now.ts';

/** What the account was worth over time, up to what it is worth now. */
export function EquityPanel({ now }: { readonly now: EquityNow | null }): ReactNode {
  const [range, setRange] = useState<string>(FIRST_RANGE.value);
  const { ms: lastMs } = RANGES.find(({ value }) => value === range) ?? FIRST_RANGE;
  const history = useQuery(equityHistoryQuery(lastMs));
  const error = useLoadingError(history);
  const points = useMemo(() => fromFirst(history.data ?? []), [history.data]);
  const rangeControl = (
    <SegmentedControl
      size="xs"
      aria-label="Time of the equity curve"
      data={RANGES.map(({ value, label }) => ({ value, label }))}
      value={range}
      onChange={setRange}
    />
  );
  return (
    <Panel title="Equity" actions={rangeControl}>
      <div className={classes['curve']}>
        {error !== null ? (
          <Failed what="the equity curve" error={error} onRetry={() => void history.refetch()} />
        ) : history.data === undefined ? (
          <Loading what="the equity curve" rows={5} />
        ) : points.length === 0 ? (
          <Empty title="There was no equity in this time.">It begins with your first deposit.</Empty>
        ) : (
          <EquityCurve points={points} now={now} />
        )}
      </div>
    </Panel>
  );
}

/** The points since there was something: before the first deposit there is no curve. */
function fromFirst(points: readonly EquityPoint[]): readonly EquityPoint[] {
  const first = points.findIndex(({ equity }) => !/^[0.]+$/.test(equity));
  return first === -1 ? [] : points.slice(first);
}
