import type { StreamClient } from '@bourse/client/stream.ts';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { session } from '../app/bourse.ts';
import { queryClient } from '../app/query-client.ts';
import { useByTime } from '../design/now.ts';
import type { SessionUser } from '../identity/session-service.ts';
import { tradingRulesQuery } from '../market/trading-rules.ts';
import { openLiveStream } from './live-stream.ts';
import type { LivePrice } from './price-store.ts';
import { createPriceStore } from './price-store.ts';

/** Prices as they come in. */
export const prices = createPriceStore({
  now: () => Date.now(),
  beforeDrawing: (work) => void requestAnimationFrame(work),
});

let stream: StreamClient | null = null;

/** Opens the stream while somebody is logged in, and closes it after that. `onOpen` may subscribe to it; `onEnd` forgets what was theirs. */
export function followSession(onOpen: (opened: StreamClient, user: SessionUser) => void, onEnd: () => void): void {
  const follow = (): void => {
    const state = session.get();
    if (state.status === 'somebody' && stream === null) {
      stream = openLiveStream(location.origin, () => session.token());
      prices.connect(stream);
      onOpen(stream, state.user);
    }
    if (state.status === 'nobody' && stream !== null) {
      stream.close();
      stream = null;
      prices.clear();
      onEnd();
    }
  };
  session.subscribe(follow);
  follow();
}

/** The newest price of an instrument, and again when it changes. Somebody has to watch the symbol. */
export function usePrice(symbol: string): LivePrice | undefined {
  const subscribe = useCallback((listener: () => void) => prices.subscribe(symbol, listener), [symbol]);
  return useSyncExternalStore(subscribe, () => prices.price(symbol));
}

/**
 * Whether the newest price of an instrument is too old to trade on: it was when it came, or it has grown so old here, where nobody says so.
 * Somebody has to watch the symbol.
 */
export function useIsStale(symbol: string): boolean {
  const price = usePrice(symbol);
  return useByTime((nowMs) => {
    if (price === undefined || price.stale) return price !== undefined;
    const rules = queryClient.getQueryData(tradingRulesQuery.queryKey);
    return rules !== undefined && nowMs - price.asOfMs > rules.max_price_age_ms;
  });
}

/** Watches the prices of these symbols while the component is there, and sees to it that their greatest age is known. */
export function useWatch(symbols: readonly string[]): void {
  const key = symbols.join();
  useQuery({ ...tradingRulesQuery, enabled: key !== '', notifyOnChangeProps: [] });
  useEffect(() => (key === '' ? undefined : prices.watch(key.split(','))), [key]);
}
