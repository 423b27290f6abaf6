import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { instrumentAddress, RowLink } from '../app/row-link.tsx';
import { useList } from '../api/list-store.ts';
import { DataTable } from '../design/data-table.tsx';
import { Panel } from '../design/panel.tsx';
import { Empty, Failed, Loading } from '../design/states.tsx';
import type { TableColumn } from '../design/table-column.ts';
import { decimalKey } from '../design/table-column.ts';
import { momentText } from '../design/time-text.ts';
import { AlignedMoney, Money, Quantity } from '../design/values.tsx';
import { View } from '../design/view.tsx';
import { transactions } from './account.ts';
import type { Execution } from './execution.ts';
import { executionOf } from './execution.ts';

/** Every fill of the account: what was bought and sold, at which price from which source. */
export function ExecutionsView(): ReactNode {
  const { rows, status, error, cursor, isLoadingMore } = useList(transactions);
  const executions = useMemo(() => rows.flatMap((transaction) => executionOf(transaction) ?? []), [rows]);
  return (
    <View title="Executions" fills>
      <Panel title="Fills">
        {status === 'loading' ? (
          <Loading what="executions" rows={12} />
        ) : status === 'failed' ? (
          <Failed what="the executions" error={error} onRetry={() => void transactions.refresh()} />
        ) : (
          <DataTable
            label="Executions"
            rows={executions}
            columns={COLUMNS}
            rowKey={({ id }) => id}
            more={cursor === null ? null : { load: () => void transactions.loadRest(), isLoading: isLoadingMore }}
            empty={
              <Empty title="Nothing was filled yet.">
                <Link to="/market">Choose an instrument to trade</Link>
              </Empty>
            }
          />
        )}
      </Panel>
    </View>
  );
}

const COLUMNS: readonly TableColumn<Execution>[] = [
  {
    id: 'executed_at',
    header: 'Time',
    width: 'minmax(11rem, 12rem)',
    text: ({ at }) => at,
    cell: ({ at }) => momentText(at),
    shown: 'wide',
  },
  {
    id: 'symbol',
    header: 'Symbol',
    width: 'minmax(5rem, 1fr)',
    text: ({ symbol }) => symbol,
    cell: ({ symbol }) => <RowLink href={instrumentAddress(symbol)}>{symbol}</RowLink>,
  },
  {
    id: 'side',
    header: 'Side',
    width: 'minmax(4rem, 0.6fr)',
    text: ({ side }) => side,
    cell: ({ side }) => (side === 'buy' ? 'Buy' : 'Sell'),
  },
  {
    id: 'quantity',
    header: 'Quantity',
    width: 'minmax(5rem, 1fr)',
    align: 'end',
    text: ({ quantity }) => quantity,
    sortKey: ({ quantity }) => decimalKey(quantity),
    cell: ({ quantity }) => <Quantity value={quantity} />,
  },
  {
    id: 'price',
    header: 'Price',
    width: 'minmax(6rem, 1fr)',
    align: 'end',
    text: ({ price }) => price,
    sortKey: ({ price }) => decimalKey(price),
    cell: ({ price }) => <Money value={price} />,
  },
  {
    id: 'commission',
    header: 'Commission',
    width: 'minmax(6rem, 1fr)',
    align: 'decimal',
    text: ({ commission }) => commission,
    sortKey: ({ commission }) => decimalKey(commission),
    cell: ({ commission }) => <AlignedMoney value={commission} />,
    shown: 'wide',
  },
  {
    id: 'price_source',
    header: 'Price from',
    width: 'minmax(6rem, 1fr)',
    text: ({ source }) => source,
    shown: 'wide',
  },
  {
    id: 'price_as_of',
    header: 'Price as of',
    width: 'minmax(11rem, 12rem)',
    text: ({ priceAsOf }) => priceAsOf,
    cell: ({ priceAsOf }) => momentText(priceAsOf),
    shown: 'on-demand',
  },
  { id: 'order_id', header: 'Order', width: 'minmax(19rem, 1fr)', text: ({ orderId }) => orderId, shown: 'on-demand' },
];
