import { setTimeout as delay } from 'node:timers/promises';
import type { OrderPlan } from '../load/load-job.ts';
import type { BourseProcess } from './bourse-process.ts';
import type { BourseUnderLoad } from './bourse-under-load.ts';
import { openBourseUnderLoad } from './bourse-under-load.ts';
import type { MarketPace } from './market.ts';
import { CALM_MARKET, openMarket } from './market.ts';
import type { Trader, TraderOffice } from './traders.ts';

/** A Bourse with prices, ready to trade on, and a load generator in front of it. */
export interface TradingFloor extends BourseUnderLoad {
  readonly symbols: readonly string[];
  /** Orders for these traders. */
  plan(traders: readonly Trader[], run: string, change?: Partial<OrderPlan>): OrderPlan;
}

const PRICES_TIMEOUT_MS = 20_000;
const SMALL_QUANTITY = 3;

/** Opens a floor on an empty data directory. `profileDirectory`: where to write a profile of the processor time of Bourse, or null. */
export async function openTradingFloor(
  profileDirectory: string | null = null,
  pace: MarketPace = CALM_MARKET,
): Promise<TradingFloor> {
  return openFloor((environment) => openBourseUnderLoad({ profileDirectory, environment }), pace);
}

/** Opens a floor on the Bourse that `open` answers, which is given where its prices come from. What else that Bourse has stays. */
export async function openFloor<Opened extends BourseUnderLoad>(
  open: (environment: Readonly<Record<string, string>>) => Promise<Opened>,
  pace: MarketPace = CALM_MARKET,
): Promise<Opened & TradingFloor> {
  const market = await openMarket(pace);
  const opened = await open(market.environment).catch(async (error: unknown) => {
    await market.close();
    throw error;
  });
  const { bourse, office } = opened;
  const close = async (): Promise<void> => {
    await opened.close();
    await market.close();
  };
  try {
    await pricesOf(bourse, office, market.symbols);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...opened,
    symbols: market.symbols,
    plan: (traders, run, change = {}) => ({
      kind: 'orders',
      run,
      host: `127.0.0.1:${bourse.port}`,
      tokens: traders.map(({ token }) => token),
      symbols: market.symbols,
      waitSeconds: 0,
      side: 'alternate',
      maxQuantity: SMALL_QUANTITY,
      ...change,
    }),
    close,
  };
}

/** Waits until every instrument has a price. */
async function pricesOf(bourse: BourseProcess, office: TraderOffice, symbols: readonly string[]): Promise<void> {
  const [trader] = await office.traders(1);
  const headers = { authorization: `Bearer ${trader?.token ?? ''}` };
  const deadlineMs = performance.now() + PRICES_TIMEOUT_MS;
  for (const symbol of symbols) {
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${bourse.port}/api/v1/assets/${symbol}`, { headers });
      const asset = (await response.json()) as { price?: object | null };
      if (response.ok && asset.price !== null) break;
      if (performance.now() > deadlineMs)
        throw new Error(`Bourse had no price of ${symbol} in time: ${JSON.stringify(asset)}`);
      await delay(20);
    }
  }
}
