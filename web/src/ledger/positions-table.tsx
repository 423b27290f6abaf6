import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { instrumentAddress, RowLink } from '../app/row-link.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Empty } from '../design/states.tsx';
import type { TableColumn } from '../design/table-column.ts';
import { decimalKey } from '../design/table-column.ts';
import { AlignedChange, AlignedMoney, Quantity } from '../design/values.tsx';
import { LivePriceCell } from '../market/live-price.tsx';
import type { Position } from './account.ts';
import { priceOf } from './live-worth.ts';
import { MarketValueCell, UnrealizedCell } from './position-cells.tsx';
import { worthOf } from './worth.ts';

/** What the account owns, its worth moving with the prices. */
export function PositionsTable({ positions }: { readonly positions: readonly Position[] }): ReactNode {
  return (
    <DataTable
      label="Positions"
      rows={positions}
      columns={COLUMNS}
      rowKey={({ symbol }) => symbol}
      empty={
        <Empty title="You own nothing yet.">
          <Link to="/market">Find an instrument to buy</Link>
        </Empty>
      }
    />
  );
}

const COLUMNS: readonly TableColumn<Position>[] = [
  {
    id: 'symbol',
    header: 'Symbol',
    width: 'minmax(4.75rem, 1fr)',
    text: ({ symbol }) => symbol,
    cell: ({ symbol }) => <RowLink href={instrumentAddress(symbol)}>{symbol}</RowLink>,
  },
  {
    id: 'quantity',
    header: 'Quantity',
    width: 'minmax(4.75rem, 1fr)',
    align: 'end',
    text: ({ quantity }) => quantity,
    sortKey: ({ quantity }) => decimalKey(quantity),
    cell: ({ quantity }) => <Quantity value={quantity} />,
  },
  {
    id: 'available_quantity',
    header: 'Available',
    width: 'minmax(4.75rem, 1fr)',
    align: 'end',
    text: ({ available_quantity: available }) => available,
    sortKey: ({ available_quantity: available }) => decimalKey(available),
    cell: ({ available_quantity: available }) => <Quantity value={available} />,
    shown: 'wide',
  },
  {
    id: 'average_entry_price',
    header: 'Average entry',
    width: 'minmax(7rem, 1fr)',
    align: 'decimal',
    text: ({ average_entry_price: price }) => price,
    sortKey: ({ average_entry_price: price }) => decimalKey(price),
    cell: ({ average_entry_price: price }) => <AlignedMoney value={price} />,
    shown: 'wide',
  },
  {
    id: 'market_price',
    header: 'Price',
    width: 'minmax(6.5rem, 1fr)',
    align: 'end',
    text: (position) => priceOf(position) ?? '',
    sortKey: (position) => decimalKey(priceOf(position)),
    isLive: true,
    cell: ({ symbol }) => <LivePriceCell symbol={symbol} />,
    shown: 'wide',
  },
  {
    id: 'market_value',
    header: 'Value',
    width: 'minmax(6.25rem, 1fr)',
    align: 'decimal',
    text: (position) => worthNow(position)?.value ?? '',
    sortKey: (position) => decimalKey(worthNow(position)?.value ?? null),
    isLive: true,
    cell: (position) => <MarketValueCell position={position} />,
  },
  {
    id: 'unrealized_profit',
    header: 'Unrealised',
    width: 'minmax(6.25rem, 1fr)',
    align: 'decimal',
    text: (position) => worthNow(position)?.profit ?? '',
    sortKey: (position) => decimalKey(worthNow(position)?.profit ?? null),
    isLive: true,
    cell: (position) => <UnrealizedCell position={position} />,
  },
  {
    id: 'realized_profit',
    header: 'Realised',
    width: 'minmax(6.25rem, 1fr)',
    align: 'decimal',
    text: ({ realized_profit: profit }) => profit,
    sortKey: ({ realized_profit: profit }) => decimalKey(profit),
    cell: ({ realized_profit: profit }) => <AlignedChange value={profit} />,
    shown: 'wide',
  },
];

function worthNow(position: Position) {
  const price = priceOf(position);
  return price === null ? null : worthOf(position.quantity, position.average_entry_price, price);
}
