import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { lazy, Suspense, useState } from 'react';
import { Panel } from '../design/panel.tsx';
import { Stat, Stats } from '../design/stat.tsx';
import { Empty, Failed, Loading, StaleNotice } from '../design/states.tsx';
import { clockText } from '../design/time-text.ts';
import { useValue } from '../design/value-store.ts';
import { Change, Money } from '../design/values.tsx';
import { View } from '../design/view.tsx';
import type { EquityPoint } from '../ledger/account.ts';
import { accountQuery, equityHistoryQuery, positionsQuery } from '../ledger/account.ts';
import { useLiveWorth } from '../ledger/live-worth.ts';
import { PositionsTable } from '../ledger/positions-table.tsx';
import { liveStatus } from '../live/live-stream.ts';
import { Allocation } from './allocation.tsx';
import classes from './dashboard.module.css';

const EquityChart = lazy(() => import('./equity-chart.tsx').then(({ EquityChart: chart }) => ({ default: chart })));

const HOUR_MS = 3_600_000;
const RANGES = [
  { value: '1', label: '1 h', ms: HOUR_MS },
  { value: '24', label: '1 d', ms: 24 * HOUR_MS },
  { value: '168', label: '1 w', ms: 168 * HOUR_MS },
  { value: '720', label: '30 d', ms: 720 * HOUR_MS },
] as const;

/** The account at a glance: what it is worth, how it got there, what it is made of. */
export function DashboardView(): ReactNode {
  const account = useQuery(accountQuery);
  const positions = useQuery(positionsQuery);
  const worth = useLiveWorth(account.data, positions.data);
  const live = useValue(liveStatus);
  return (
    <View title="Dashboard" actions={<Link to="/account">Deposit or withdraw</Link>}>
      {live === 'lost' && account.data !== undefined ? (
        <StaleNotice>
          The connection is lost. Values are those of {clockText(account.dataUpdatedAt)} and move again when it is back.
        </StaleNotice>
      ) : null}
      {account.isLoadingError ? (
        <Panel title="Account">
          <Failed what="the account" error={account.error} onRetry={() => void account.refetch()} />
        </Panel>
      ) : (
        <Stats>
          <Stat name="Equity">
            <Money value={worth?.equity ?? account.data?.equity} />
          </Stat>
          <Stat name="Unrealised profit">
            <Change value={worth?.unrealizedProfit} />
          </Stat>
          <Stat name="Realised profit">
            <Change value={worth?.realizedProfit} />
          </Stat>
          <Stat name="Buying power">
            <Money value={account.data?.buying_power} />
          </Stat>
          <Stat name="Held for orders">
            <Money value={account.data?.held} />
          </Stat>
          <Stat name="Market value">
            <Money value={worth?.marketValue ?? account.data?.market_value} />
          </Stat>
        </Stats>
      )}
      <div className={classes['charts']}>
        <EquityPanel equity={worth?.equity ?? null} />
        <Panel title="Allocation">
          {account.isLoadingError || positions.isLoadingError ? (
            <Empty title="Not known while the account cannot be read." />
          ) : account.data === undefined || positions.data === undefined ? (
            <Loading what="the allocation" />
          ) : (
            <Allocation
              account={account.data}
              positions={positions.data}
              equity={worth?.equity ?? account.data.equity}
            />
          )}
        </Panel>
      </div>
      <Panel title="Positions" className={classes['positions']}>
        {positions.isPending ? (
          <Loading what="positions" />
        ) : positions.isLoadingError ? (
          <Failed what="the positions" error={positions.error} onRetry={() => void positions.refetch()} />
        ) : (
          <PositionsTable positions={positions.data} />
        )}
      </Panel>
    </View>
  );
}

/** The points since there was something: before the first deposit there is no curve. */
function fromFirst(points: readonly EquityPoint[]): readonly EquityPoint[] {
  const first = points.findIndex(({ equity }) => !/^[0.]+$/.test(equity));
  return first === -1 ? [] : points.slice(first);
}

function EquityPanel({ equity }: { readonly equity: string | null }): ReactNode {
  const [range, setRange] = useState<string>('24');
  const lastMs = RANGES.find(({ value }) => value === range)?.ms ?? HOUR_MS;
  const history = useQuery(equityHistoryQuery(lastMs));
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
        {history.isPending ? (
          <Loading what="the equity curve" rows={5} />
        ) : history.isLoadingError ? (
          <Failed what="the equity curve" error={history.error} onRetry={() => void history.refetch()} />
        ) : fromFirst(history.data).length === 0 ? (
          <Empty title="There was no equity in this time.">It begins with your first deposit.</Empty>
        ) : (
          <Suspense fallback={<Loading what="the chart" rows={5} />}>
            <EquityChart points={fromFirst(history.data)} equity={equity} />
          </Suspense>
        )}
      </div>
    </Panel>
  );
}
