import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ApiProblem } from '@bourse/client/problem.ts';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useLoadingError } from '../api/loading-error.ts';
import { Badge } from '../design/badge.tsx';
import { Panel } from '../design/panel.tsx';
import { Empty, Failed, Loading, StaleNotice } from '../design/states.tsx';
import { View } from '../design/view.tsx';
import { useUser } from '../identity/use-user.ts';
import { useIsStale, useWatch } from '../live/live.ts';
import { OrdersTable } from '../orders/orders-table.tsx';
import { OrderTicket } from '../orders/order-ticket.tsx';
import type { Asset } from './assets.ts';
import { assetQuery } from './assets.ts';
import { CandlePanel } from './candle-panel.tsx';
import { LivePriceCell, PriceAge } from './live-price.tsx';
import classes from './instrument.module.css';

/** One instrument: its price, its candles, and, for a trader, the ticket and the orders in it. */
export function InstrumentView(): ReactNode {
  const { symbol } = useParams({ from: '/inside/market/$symbol' });
  const asset = useQuery(assetQuery(symbol));
  const error = useLoadingError(asset);
  useWatch(useMemo(() => [symbol], [symbol]));
  if (error !== null) {
    const isUnknown = error instanceof ApiProblem && error.status === 404;
    return (
      <View title={symbol}>
        {isUnknown ? (
          <Empty title={`There is no instrument ${symbol}.`}>
            <Link to="/market">Search the market</Link>
          </Empty>
        ) : (
          <Failed what={symbol} error={error} onRetry={() => void asset.refetch()} />
        )}
      </View>
    );
  }
  if (asset.data === undefined) {
    return (
      <View title={symbol}>
        <Loading what={symbol} />
      </View>
    );
  }
  return <Instrument key={symbol} asset={asset.data} />;
}

function Instrument({ asset }: { readonly asset: Asset }): ReactNode {
  const { symbol, name, exchange, sector, status } = asset;
  const { role } = useUser();
  const isTrader = role === 'trader';
  const isStale = useIsStale(symbol);
  return (
    <View
      title={`${symbol} · ${name}`}
      actions={
        <>
          <span className={classes['facts']}>
            {exchange} · {sector}
          </span>
          {status === 'halted' ? <Badge tone="bad">halted</Badge> : null}
          <span className={classes['price']}>
            <LivePriceCell symbol={symbol} />
          </span>
          <PriceAge symbol={symbol} />
        </>
      }
    >
      {isStale ? (
        <StaleNotice>
          The newest price is too old to trade on. Orders are rejected until there is a newer one.
        </StaleNotice>
      ) : null}
      <div className={isTrader ? classes['parts'] : undefined}>
        <CandlePanel symbol={symbol} withFills={isTrader} />
        {isTrader ? (
          <Panel title="Order">
            <OrderTicket asset={asset} />
          </Panel>
        ) : null}
      </div>
      {isTrader ? (
        <Panel title={`Orders in ${symbol}`} className={classes['orders']}>
          <OrdersTable symbol={symbol} />
        </Panel>
      ) : null}
    </View>
  );
}
