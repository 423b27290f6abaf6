import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDeferredValue, useMemo, useState } from 'react';
import { useLoadingError } from '../api/loading-error.ts';
import { instrumentAddress, RowLink } from '../app/row-link.tsx';
import { Badge } from '../design/badge.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Panel } from '../design/panel.tsx';
import { Empty, Failed, Loading, StaleNotice } from '../design/states.tsx';
import type { TableColumn } from '../design/table-column.ts';
import { decimalKey } from '../design/table-column.ts';
import { clockText } from '../design/time-text.ts';
import { View } from '../design/view.tsx';
import { prices, useWatch } from '../live/live.ts';
import type { Listing } from './assets.ts';
import { assetsQuery } from './assets.ts';
import { LivePriceCell, PriceAge } from './live-price.tsx';

/** All instruments with their prices as they move. */
export function MarketView(): ReactNode {
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim());
  const found = useInfiniteQuery({ ...assetsQuery(wanted), placeholderData: keepPreviousData });
  const error = useLoadingError(found);
  const listings = (error === null ? found.data : null) ?? NONE;
  useWatch(useMemo(() => listings.map(({ symbol }) => symbol), [listings]));
  const instead =
    error !== null ? (
      <Failed what="the instruments" error={error} onRetry={() => void found.refetch()} />
    ) : found.isPending ? (
      <Loading what="the instruments" rows={14} />
    ) : null;
  const loadRest = async (): Promise<void> => {
    let { hasNextPage } = found;
    while (hasNextPage) {
      const answer = await found.fetchNextPage();
      hasNextPage = answer.hasNextPage && !answer.isError;
    }
  };
  return (
    <View title="Market" fills>
      <Panel title="Instruments">
        {found.isRefetchError ? (
          <StaleNotice>
            Not all, or not as they are since {clockText(found.dataUpdatedAt)}: the instruments could not be read. It is
            tried again by itself.
          </StaleNotice>
        ) : null}
        {instead !== null && search === '' ? (
          instead
        ) : (
          // What is searched for stays there to be changed, whatever becomes of the search.
          <DataTable
            label="Instruments"
            rows={listings}
            columns={COLUMNS}
            rowKey={({ symbol }) => symbol}
            search={{ text: search, onChange: setSearch }}
            empty={instead ?? <NoInstruments wanted={wanted} />}
            more={found.hasNextPage ? { load: () => void loadRest(), isLoading: found.isFetchingNextPage } : null}
          />
        )}
      </Panel>
    </View>
  );
}

function NoInstruments({ wanted }: { readonly wanted: string }): ReactNode {
  return wanted === '' ? (
    <Empty title="There are no instruments yet.">They come with the market-data feed.</Empty>
  ) : (
    <Empty title={`No instrument matches “${wanted}”.`}>Search by symbol, name or sector.</Empty>
  );
}

const NONE: readonly Listing[] = [];

const COLUMNS: readonly TableColumn<Listing>[] = [
  {
    id: 'symbol',
    header: 'Symbol',
    width: 'minmax(5.5rem, 7rem)',
    text: ({ symbol }) => symbol,
    cell: ({ symbol }) => <RowLink href={instrumentAddress(symbol)}>{symbol}</RowLink>,
  },
  { id: 'name', header: 'Name', width: 'minmax(9rem, 2fr)', text: ({ name }) => name, shown: 'wide' },
  {
    id: 'price',
    header: 'Price',
    width: 'minmax(7rem, 9rem)',
    align: 'end',
    text: (asset) => priceNow(asset) ?? '',
    sortKey: (asset) => decimalKey(priceNow(asset)),
    isLive: true,
    cell: ({ symbol }) => <LivePriceCell symbol={symbol} />,
  },
  {
    id: 'age',
    header: 'Age',
    width: 'minmax(6.5rem, 9rem)',
    align: 'end',
    text: ({ symbol }) => prices.price(symbol)?.asOf ?? '',
    isLive: true,
    cell: ({ symbol }) => <PriceAge symbol={symbol} />,
    sortable: false,
  },
  { id: 'sector', header: 'Sector', width: 'minmax(8rem, 1fr)', text: ({ sector }) => sector, shown: 'wide' },
  { id: 'exchange', header: 'Exchange', width: '7rem', text: ({ exchange }) => exchange, shown: 'wide' },
  {
    id: 'status',
    header: 'Status',
    width: '7rem',
    text: ({ status }) => status,
    cell: ({ status }) => (status === 'halted' ? <Badge tone="bad">halted</Badge> : <Badge>active</Badge>),
    shown: 'wide',
  },
];

function priceNow({ symbol }: Listing): string | null {
  return prices.price(symbol)?.value ?? null;
}
