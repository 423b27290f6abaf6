import { useEffect, useMemo, useReducer } from 'react';
import { prices, useWatch } from '../live/live.ts';
import type { Account, Position } from './account.ts';
import { sumOf, worthOf } from './worth.ts';

/** An account valued at the prices of this moment. */
export interface LiveWorth {
  readonly equity: string;
  readonly marketValue: string;
  readonly unrealizedProfit: string;
  readonly realizedProfit: string;
}

/** Sums of all positions are drawn at most so often, milliseconds; single prices as they come. */
const DRAW_EVERY_MS = 250;

/** Values the positions at the prices as they move, and watches those. */
export function useLiveWorth(
  account: Account | undefined,
  positions: readonly Position[] | undefined,
): LiveWorth | null {
  const symbols = useMemo(() => positions?.map(({ symbol }) => symbol) ?? [], [positions]);
  useWatch(symbols);
  const tick = useTick(symbols);
  return useMemo(
    () => (account === undefined || positions === undefined ? null : worthOfAll(account, positions)),
    // `tick` stands for the prices, which are read when it changes.
    [account, positions, tick],
  );
}

/** The newest price of a position: live, else what came with it. */
export function priceOf({ symbol, market_price: price }: Position): string | null {
  return prices.price(symbol)?.value ?? price;
}

function worthOfAll(account: Account, positions: readonly Position[]): LiveWorth {
  const worths = positions.flatMap((position) => {
    const price = priceOf(position);
    const worth = price === null ? null : worthOf(position.quantity, position.average_entry_price, price);
    return worth === null ? [] : [worth];
  });
  const marketValue = sumOf(worths.map(({ value }) => value));
  return {
    marketValue,
    equity: sumOf([account.cash, marketValue]),
    unrealizedProfit: sumOf(worths.map(({ profit }) => profit)),
    realizedProfit: sumOf(positions.map(({ realized_profit: profit }) => profit)),
  };
}

/** A number that grows when prices of these symbols have changed. */
function useTick(symbols: readonly string[]): number {
  const [tick, grow] = useReducer((count: number) => count + 1, 0);
  const key = symbols.join();
  useEffect(() => {
    if (key === '') return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        grow();
      }, DRAW_EVERY_MS);
    };
    const ends = key.split(',').map((symbol) => prices.subscribe(symbol, later));
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }, [key]);
  return tick;
}
