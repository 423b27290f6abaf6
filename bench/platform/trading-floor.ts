import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionOptions } from '@bourse/postgres/database.ts';
import { findRunningEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import type { LoadGenerator } from '../load/load-generator.ts';
import { startLoadGenerator } from '../load/load-generator.ts';
import type { OrderPlan } from '../load/load-job.ts';
import type { BourseProcess } from './bourse-process.ts';
import { startBourse } from './bourse-process.ts';
import type { MarketPace } from './market.ts';
import { CALM_MARKET, openMarket } from './market.ts';
import type { Trader, TraderOffice } from './traders.ts';
import { openTraderOffice } from './traders.ts';
import { makeWorkDirectory } from './work-directory.ts';

/** A Bourse with prices, ready to trade on, and a load generator in front of it. */
export interface TradingFloor {
  readonly bourse: BourseProcess;
  readonly generator: LoadGenerator;
  /** The database of Bourse. */
  readonly connection: ConnectionOptions;
  readonly directory: string;
  readonly office: TraderOffice;
  readonly symbols: readonly string[];
  /** Orders for these traders. */
  plan(traders: readonly Trader[], run: string, change?: Partial<OrderPlan>): OrderPlan;
  /** Stops everything and removes the data. */
  close(): Promise<void>;
}

const PRICES_TIMEOUT_MS = 20_000;
const SMALL_QUANTITY = 3;

/** Opens a floor on an empty data directory. `profileDirectory`: where to write a profile of the processor time of Bourse, or null. */
export async function openTradingFloor(
  profileDirectory: string | null = null,
  pace: MarketPace = CALM_MARKET,
): Promise<TradingFloor> {
  const closing: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (let part = closing.pop(); part !== undefined; part = closing.pop()) await part();
  };
  try {
    const work = makeWorkDirectory();
    closing.push(() => work.remove());
    const office = openTraderOffice();
    const market = await openMarket(pace);
    closing.push(() => market.close());
    const dataDirectory = join(work.path, 'data');
    const bourse = await startBourse({
      dataDirectory,
      demo: false,
      environment: { ...market.environment, BOURSE_SIGNING_KEY: office.signingKey },
      nodeOptions: profileDirectory === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`],
    });
    closing.push(() => bourse.stop());
    const generator = startLoadGenerator();
    closing.push(() => generator.stop());
    await pricesOf(bourse, office, market.symbols);
    const connection = await findRunningEmbeddedPostgres(dataDirectory);
    if (connection === undefined) throw new Error('the database of Bourse is not running');
    return {
      bourse,
      generator,
      connection,
      directory: dataDirectory,
      office,
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
  } catch (error) {
    await close();
    throw error;
  }
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
