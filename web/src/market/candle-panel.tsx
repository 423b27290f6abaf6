import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { lazy, Suspense, useState } from 'react';
import { useLoadingError } from '../api/loading-error.ts';
import { Panel } from '../design/panel.tsx';
import { Empty, Failed, Loading } from '../design/states.tsx';
import type { CandleInterval } from './candles.ts';
import { candlesQuery, fillsQuery } from './candles.ts';
import classes from './instrument.module.css';

const CandleChart = lazy(() => import('./candle-chart.tsx').then(({ CandleChart: chart }) => ({ default: chart })));

/** Candles of an instrument with the activity below them; a trader's fills are marked. */
export function CandlePanel({
  symbol,
  withFills,
}: {
  readonly symbol: string;
  readonly withFills: boolean;
}): ReactNode {
  const [interval, setInterval] = useState<CandleInterval>('1m');
  const candles = useQuery(candlesQuery(symbol, interval));
  const error = useLoadingError(candles);
  const fills = useQuery({ ...fillsQuery(symbol), enabled: withFills });
  const intervals = (
    <SegmentedControl
      size="xs"
      aria-label="Interval of the candles"
      data={INTERVALS}
      value={interval}
      onChange={(value) => {
        setInterval(value === '1h' || value === '1d' ? value : '1m');
      }}
    />
  );
  return (
    <Panel title="Candles" actions={intervals}>
      {error !== null ? (
        <Failed what="the candles" error={error} onRetry={() => void candles.refetch()} />
      ) : candles.data === undefined ? (
        <div className={classes['chart']}>
          <Loading what="candles" rows={8} />
        </div>
      ) : candles.data.length === 0 ? (
        <Empty title="There are no candles of this time yet.">They are made of the prices that come in.</Empty>
      ) : (
        <Suspense
          fallback={
            <div className={classes['chart']}>
              <Loading what="the chart" rows={8} />
            </div>
          }
        >
          <CandleChart symbol={symbol} interval={interval} candles={candles.data} fills={fills.data ?? []} />
        </Suspense>
      )}
    </Panel>
  );
}

const INTERVALS = [
  { value: '1m', label: '1 min' },
  { value: '1h', label: '1 h' },
  { value: '1d', label: '1 d' },
];
