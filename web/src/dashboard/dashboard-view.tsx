import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { lazy, Suspense } from 'react';
import { useLoadingError } from '../api/loading-error.ts';
import { Panel } from '../design/panel.tsx';
import { Stat, Stats } from '../design/stat.tsx';
import { Empty, Failed, Loading, StaleNotice } from '../design/states.tsx';
import { clockText } from '../design/time-text.ts';
import { useValue } from '../design/value-store.ts';
import { Change, Money } from '../design/values.tsx';
import { View } from '../design/view.tsx';
import type { Account } from '../ledger/account.ts';
import { accountQuery, positionsQuery } from '../ledger/account.ts';
import type { LiveWorth } from '../ledger/live-worth.ts';
import { useLiveWorth } from '../ledger/live-worth.ts';
import { liveStatus } from '../live/live-stream.ts';
import { Allocation } from './allocation.tsx';
import classes from './dashboard.module.css';
import type { EquityNow } from './equity-now.ts';
import { EquityPanel } from './equity-panel.tsx';

const PositionsTable = lazy(() =>
  import('../ledger/positions-table.tsx').then(({ PositionsTable: table }) => ({ default: table })),
);

/** The account at a glance: what it is worth, how it got there, what it is made of. */
export function DashboardView(): ReactNode {
  const account = useQuery(accountQuery);
  const positions = useQuery(positionsQuery);
  const worth = useLiveWorth(account.data, positions.data);
  const accountError = useLoadingError(account);
  const positionsError = useLoadingError(positions);
  const live = useValue(liveStatus);
  return (
    <View title="Dashboard" actions={<Link to="/account">Deposit or withdraw</Link>}>
      {live === 'lost' && account.data !== undefined ? (
        <StaleNotice>
          The connection is lost. Values are those of {clockText(account.dataUpdatedAt)} and move again when it is back.
        </StaleNotice>
      ) : account.isRefetchError || positions.isRefetchError ? (
        <StaleNotice>
          The account was not read since {clockText(account.dataUpdatedAt)}. It is tried again by itself.
        </StaleNotice>
      ) : null}
      {accountError !== null ? (
        <Panel title="Account">
          <Failed what="the account" error={accountError} onRetry={() => void account.refetch()} />
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
        <EquityPanel now={nowOf(account.data, worth)} />
        <Panel title="Allocation">
          {accountError !== null || positionsError !== null ? (
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
        {positionsError !== null ? (
          <Failed what="the positions" error={positionsError} onRetry={() => void positions.refetch()} />
        ) : positions.data === undefined ? (
          <Loading what="the positions" />
        ) : (
          <Suspense fallback={<Loading what="the positions" />}>
            <PositionsTable positions={positions.data} />
          </Suspense>
        )}
      </Panel>
    </View>
  );
}

function nowOf(account: Account | undefined, worth: LiveWorth | null): EquityNow | null {
  if (account === undefined || worth === null) return null;
  return { equity: worth.equity, cash: account.cash, market_value: worth.marketValue };
}
