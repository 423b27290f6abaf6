import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { Listed } from '../api/listed.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Panel } from '../design/panel.tsx';
import { Empty } from '../design/states.tsx';
import { useValue } from '../design/value-store.ts';
import { View } from '../design/view.tsx';
import { TRADE_COLUMNS } from './trade-columns.tsx';
import { TradeFilterForm } from './trade-filter-form.tsx';
import type { TradeFilter } from './trades.ts';
import { createTradeList, EVERY_TRADE, tradeFilter } from './trades.ts';

/** The trades that are stored, with what finds some of them. */
export function TradesView(): ReactNode {
  const filter = useValue(tradeFilter);
  const [readings, setReadings] = useState(0);
  return (
    <View
      title="Trade store"
      fills
      actions={
        <>
          <Button size="xs" variant="default" onClick={() => setReadings(readings + 1)}>
            Refresh
          </Button>
          <Button size="xs" variant="default" renderRoot={(props) => <Link to="/trades/requests" {...props} />}>
            Requests
          </Button>
          <Button size="xs" variant="default" renderRoot={(props) => <Link to="/trades/upload" {...props} />}>
            Upload
          </Button>
          <Button size="xs" renderRoot={(props) => <Link to="/trades/new" {...props} />}>
            Hand in a trade
          </Button>
        </>
      }
    >
      <Panel title="Trades">
        <TradeList key={`${readings} ${JSON.stringify(filter)}`} filter={filter} />
      </Panel>
    </View>
  );
}

function TradeList({ filter }: { readonly filter: TradeFilter }): ReactNode {
  const list = useMemo(() => createTradeList(filter), [filter]);
  const { status, error } = useValue(list);
  return (
    <>
      <TradeFilterForm filter={filter} error={status === 'failed' ? error : null} />
      <Listed what="the trades" list={list} loadingRows={14}>
        {(rows, more) => (
          <DataTable
            label="Trades"
            rows={rows}
            columns={TRADE_COLUMNS}
            rowKey={({ trade_id: tradeId, version }) => `${tradeId} ${version}`}
            sortedBy={{ column: 'maturity_date', descending: false }}
            more={more}
            empty={filter === EVERY_TRADE ? <NoTrades /> : <Empty title="No trade matches these filters." />}
          />
        )}
      </Listed>
    </>
  );
}

function NoTrades(): ReactNode {
  return (
    <Empty title="There are no trades yet.">
      <Link to="/trades/new">Hand in a trade</Link>, or <Link to="/trades/upload">upload a file</Link>.
    </Empty>
  );
}
