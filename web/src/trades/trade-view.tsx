import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { DataTable } from '../design/data-table.tsx';
import { Panel } from '../design/panel.tsx';
import { Empty, Failed, Loading } from '../design/states.tsx';
import { View } from '../design/view.tsx';
import { TRADE_COLUMNS } from './trade-columns.tsx';
import { isUnknown, versionsQuery } from './trades.ts';

/** Every version of one trade. */
export function TradeView(): ReactNode {
  const { tradeId } = useParams({ from: '/inside/trades/id/$tradeId' });
  const found = useInfiniteQuery(versionsQuery(tradeId));
  const versions = useMemo(() => found.data?.pages.flatMap(({ items }) => items) ?? [], [found.data]);
  return (
    <View title={`Trade ${tradeId}`} fills actions={<Link to="/trades">All trades</Link>}>
      <Panel title="Versions, newest first">
        {found.isPending ? (
          <Loading what="the versions" />
        ) : found.isError ? (
          isUnknown(found.error) ? (
            <Empty title={`There is no trade ${tradeId}.`}>
              It may not have been decided yet: <Link to="/trades/requests">look at the requests</Link>.
            </Empty>
          ) : (
            <Failed what="the versions" error={found.error} onRetry={() => void found.refetch()} />
          )
        ) : (
          <DataTable
            label={`Versions of ${tradeId}`}
            rows={versions}
            columns={VERSION_COLUMNS}
            rowKey={({ version }) => String(version)}
            empty={<Empty title="There are no versions." />}
            more={
              found.hasNextPage ? { load: () => void found.fetchNextPage(), isLoading: found.isFetchingNextPage } : null
            }
          />
        )}
      </Panel>
    </View>
  );
}

const VERSION_COLUMNS = TRADE_COLUMNS.filter(({ id }) => id !== 'trade_id');
