import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { instrumentAddress, RowLink } from '../app/row-link.tsx';
import type { MoreRows } from '../api/listed.tsx';
import { Listed } from '../api/listed.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Panel } from '../design/panel.tsx';
import { Empty } from '../design/states.tsx';
import type { TableColumn } from '../design/table-column.ts';
import { decimalKey } from '../design/table-column.ts';
import { momentText } from '../design/time-text.ts';
import { AlignedMoney, Money, Quantity } from '../design/values.tsx';
import { View } from '../design/view.tsx';
import type { JournalTransaction } from './account.ts';
import { transactions } from './account.ts';
import type { Execution } from './execution.ts';
import { executionOf } from './execution.ts';
import { VolumePart } from './volume-part.tsx';
import classes from './volume.module.css';

/** Every fill of the account: what was bought and sold, at which price from which source, and what it comes to. */
export function ExecutionsView(): ReactNode {
  return (
    <View title="Executions" fills>
      <Panel title="Fills" className={classes['panel']}>
        <Listed what="the executions" list={transactions} loadingRows={12}>
          {(rows, more) => <Executions journal={rows} more={more} />}
        </Listed>
      </Panel>
    </View>
  );
}

function Executions({
  journal,
  more,
}: {
  readonly journal: readonly JournalTransaction[];
  readonly more: MoreRows;
}): ReactNode {
  const executions = useMemo(() => journal.flatMap((transaction) => executionOf(transaction) ?? []), [journal]);
  return (
    <>
      {executions.length === 0 ? null : (
        <VolumePart fills={executions} since={more === null ? null : (journal.at(-1)?.recorded_at ?? null)} />
      )}
      <DataTable
        label="Executions"
        rows={executions}
        columns={COLUMNS}
        rowKey={({ id }) => id}
        more={more}
        empty={
          <Empty title="Nothing was filled yet.">
            <Link to="/market">Choose an instrument to trade</Link>
          </Empty>
        }
      />
    </>
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
