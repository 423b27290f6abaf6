import { RowLink, tradeAddress } from '../app/row-link.tsx';
import { Badge } from '../design/badge.tsx';
import type { TableColumn } from '../design/table-column.ts';
import { momentText } from '../design/time-text.ts';
import classes from './trades.module.css';
import type { StoredTrade } from './trades.ts';

/** The columns of a list of trades. Dates are days, written as the trade has them. */
export const TRADE_COLUMNS: readonly TableColumn<StoredTrade>[] = [
  {
    id: 'trade_id',
    header: 'Trade id',
    width: 'minmax(6.5rem, 1fr)',
    text: ({ trade_id: tradeId }) => tradeId,
    cell: ({ trade_id: tradeId }) => (
      <RowLink href={tradeAddress(tradeId)} className={classes['id']}>
        {tradeId}
      </RowLink>
    ),
  },
  {
    id: 'version',
    header: 'Version',
    width: '4.75rem',
    align: 'end',
    text: ({ version }) => String(version),
    sortKey: ({ version }) => version,
  },
  {
    id: 'counterparty_id',
    header: 'Counterparty',
    width: 'minmax(8rem, 1fr)',
    text: (trade) => trade.counterparty_id,
    shown: 'wide',
  },
  { id: 'book_id', header: 'Book', width: 'minmax(6rem, 1fr)', text: ({ book_id: book }) => book, shown: 'wide' },
  { id: 'maturity_date', header: 'Maturity', width: '6.25rem', text: (trade) => trade.maturity_date },
  { id: 'created_date', header: 'Created', width: '7rem', text: (trade) => trade.created_date, shown: 'wide' },
  {
    id: 'expired',
    header: 'State',
    width: '5.25rem',
    text: ({ expired }) => (expired ? 'yes' : 'no'),
    cell: ({ expired }) => (expired ? <Badge tone="warn">expired</Badge> : <Badge>live</Badge>),
  },
  {
    id: 'recorded_at',
    header: 'Stored first',
    width: '12rem',
    text: (trade) => trade.recorded_at,
    cell: (trade) => momentText(trade.recorded_at),
    shown: 'on-demand',
  },
  {
    id: 'updated_at',
    header: 'Written last',
    width: '12rem',
    text: (trade) => trade.updated_at,
    cell: (trade) => momentText(trade.updated_at),
    shown: 'wide',
  },
];
