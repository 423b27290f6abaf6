import { Button, SegmentedControl } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { instrumentAddress, RowLink } from '../app/row-link.tsx';
import { announce } from '../app/announcements.ts';
import type { MoreRows } from '../api/listed.tsx';
import { Listed } from '../api/listed.tsx';
import { CutText } from '../design/cut-text.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Empty, explanationOf } from '../design/states.tsx';
import type { TableColumn } from '../design/table-column.ts';
import { decimalKey } from '../design/table-column.ts';
import { momentText } from '../design/time-text.ts';
import { Money, NoValue, Quantity } from '../design/values.tsx';
import { outcomeText, REASON_WORDS, STATUS_WORDS, TIME_IN_FORCE_WORDS, TYPE_WORDS } from './order-words.ts';
import type { Order } from './orders.ts';
import { isOpen, orders } from './orders.ts';
import { cancelOrder } from './send-order.ts';
import { StatusBadge } from './status-badge.tsx';
import classes from './orders.module.css';

/** The orders of the account as they change, all of them or those of one instrument. */
export function OrdersTable({ symbol = null }: { readonly symbol?: string | null }): ReactNode {
  return (
    <Listed what="the orders" list={orders}>
      {(rows, more) => <Blotter rows={rows} more={more} symbol={symbol} />}
    </Listed>
  );
}

function Blotter({
  rows,
  more,
  symbol,
}: {
  readonly rows: readonly Order[];
  readonly more: MoreRows;
  readonly symbol: string | null;
}): ReactNode {
  const [which, setWhich] = useState<'open' | 'all'>('all');
  const [fault, setFault] = useState<string | null>(null);
  const shown = useMemo(
    () => rows.filter((order) => (symbol === null || order.symbol === symbol) && (which === 'all' || isOpen(order))),
    [rows, symbol, which],
  );
  const columns = useMemo(
    () =>
      columnsOf(async (order) => {
        setFault(null);
        try {
          announce(outcomeText(await cancelOrder(order.id)));
        } catch (reason) {
          setFault(`${order.symbol}: ${explanationOf(reason)}`);
        }
      }).filter(({ id }) => symbol === null || id !== 'symbol'),
    [symbol],
  );
  return (
    <>
      {fault === null ? null : (
        <p className={classes['fault']} role="alert">
          {fault}
        </p>
      )}
      <DataTable
        label="Orders"
        rows={shown}
        columns={columns}
        rowKey={({ id }) => id}
        tools={
          <SegmentedControl
            size="xs"
            aria-label="Which orders"
            data={WHICH}
            value={which}
            onChange={(value) => {
              setWhich(value === 'open' ? 'open' : 'all');
            }}
          />
        }
        more={more}
        empty={
          which === 'open' ? (
            <Empty title="No order is open." />
          ) : (
            <Empty title="There are no orders yet.">
              {symbol === null ? <Link to="/market">Choose an instrument to place one</Link> : null}
            </Empty>
          )
        }
      />
    </>
  );
}

const WHICH = [
  { value: 'all', label: 'All' },
  { value: 'open', label: 'Open' },
];

function columnsOf(onCancel: (order: Order) => Promise<void>): readonly TableColumn<Order>[] {
  return [
    {
      id: 'created_at',
      header: 'Placed',
      // The day above the time where there is no room for both beside each other.
      width: 'minmax(6rem, 1fr)',
      text: ({ created_at: at }) => at,
      cell: ({ created_at: at }) => <CutText text={momentText(at)} />,
      shown: 'wide',
      wraps: 'always',
    },
    {
      id: 'symbol',
      header: 'Symbol',
      width: 'minmax(4.4rem, 0.5fr)',
      text: ({ symbol }) => symbol,
      cell: ({ symbol }) => <RowLink href={instrumentAddress(symbol)}>{symbol}</RowLink>,
    },
    {
      id: 'side',
      header: 'Side',
      width: 'minmax(3rem, 0.4fr)',
      text: ({ side }) => side,
      cell: ({ side }) => (side === 'buy' ? 'Buy' : 'Sell'),
    },
    { id: 'type', header: 'Type', width: 'minmax(5rem, 0.5fr)', text: ({ type }) => TYPE_WORDS[type], shown: 'wide' },
    quantityColumn('quantity', 'Quantity', ({ quantity }) => quantity, 'always'),
    quantityColumn('filled_quantity', 'Filled', ({ filled_quantity: filled }) => filled, 'wide'),
    priceColumn('limit_price', 'Limit', ({ limit_price: price }) => price, 'wide'),
    priceColumn('stop_price', 'Stop', ({ stop_price: price }) => price, 'wide'),
    priceColumn('average_fill_price', 'Average fill', ({ average_fill_price: price }) => price, 'wide'),
    {
      id: 'time_in_force',
      header: 'Time in force',
      width: 'minmax(8rem, 1fr)',
      text: ({ time_in_force: time }) => TIME_IN_FORCE_WORDS[time],
      shown: 'on-demand',
    },
    {
      id: 'status',
      header: 'Status',
      width: 'minmax(5.5rem, 0.6fr)',
      text: ({ status }) => STATUS_WORDS[status],
      cell: (order) => (
        <div>
          <StatusBadge order={order} />
          {order.reason === null ? null : (
            <div className={classes['reason']}>
              <CutText text={REASON_WORDS[order.reason]} />
            </div>
          )}
        </div>
      ),
      wraps: 'narrow',
    },
    {
      id: 'reason',
      header: 'Reason',
      // The longest of them has two lines there.
      width: 'minmax(12.25rem, 3fr)',
      text: ({ reason }) => (reason === null ? '' : REASON_WORDS[reason]),
      shown: 'wide',
      wraps: 'always',
    },
    {
      id: 'client_order_id',
      header: 'Your name for it',
      width: 'minmax(10rem, 1.5fr)',
      text: ({ client_order_id: name }) => name ?? '',
      shown: 'on-demand',
    },
    {
      id: 'cancel',
      header: 'Cancel',
      width: '4.5rem',
      align: 'end',
      text: () => '',
      cell: (order) => (isOpen(order) ? <CancelButton order={order} onCancel={onCancel} /> : null),
      sortable: false,
    },
  ];
}

function CancelButton({
  order,
  onCancel,
}: {
  readonly order: Order;
  readonly onCancel: (order: Order) => Promise<void>;
}): ReactNode {
  const [isSending, setSending] = useState(false);
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={isSending}
      aria-label={`Cancel the order for ${order.quantity} ${order.symbol}`}
      onClick={() => {
        setSending(true);
        void onCancel(order).finally(() => {
          setSending(false);
        });
      }}
    >
      Cancel
    </Button>
  );
}

function quantityColumn(
  id: string,
  header: string,
  read: (order: Order) => string,
  shown: 'always' | 'wide',
): TableColumn<Order> {
  return {
    id,
    header,
    // Where both are there, a quantity with every digit has to stand apart from the one before it.
    width: shown === 'always' ? 'minmax(4.75rem, 0.6fr)' : 'minmax(5rem, 0.6fr)',
    align: 'end',
    text: read,
    sortKey: (order) => decimalKey(read(order)),
    cell: (order) => <Quantity value={read(order)} />,
    shown,
  };
}

function priceColumn(
  id: string,
  header: string,
  read: (order: Order) => string | null,
  shown: 'wide',
): TableColumn<Order> {
  return {
    id,
    header,
    width: id === 'average_fill_price' ? 'minmax(5rem, 0.6fr)' : 'minmax(4.75rem, 0.6fr)',
    align: 'end',
    text: (order) => read(order) ?? '',
    sortKey: (order) => decimalKey(read(order)),
    cell: (order) => (read(order) === null ? <NoValue because="none" /> : <Money value={read(order)} />),
    shown,
  };
}
