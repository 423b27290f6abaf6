import { randomUUID } from 'node:crypto';
import { MARKET_GROUP } from '@bourse/application/market/market-processor.ts';
import { MARKET_DATA_TOPIC } from '@bourse/application/market/tick-codec.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { ORDERS_GROUP } from '@bourse/application/orders/orders-processor.ts';
import { lagOf } from '@bourse/application/processing/log-upkeep.ts';
import { scopesOf } from '@bourse/core/identity/scope.ts';
import { parseMicros } from '@bourse/core/money/decimal.ts';
import type { VendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { MovableClock } from './movable-clock.ts';
import { createMovableClock } from './movable-clock.ts';
import type { TestPlatform } from './test-platform.ts';
import { startTestPlatform } from './test-platform.ts';
import type { OrderJson, TraderClient } from './trader-client.ts';
import { createTraderClient } from './trader-client.ts';
import { until } from './until.ts';

/** The whole platform in this process with a vendor whose prices move only by hand, on a clock that can be put forward. */
export interface TradingFloor {
  readonly platform: TestPlatform;
  readonly vendor: VendorSimulator;
  readonly clock: MovableClock;
  /** An instrument that no other test trades in, at 100.00. */
  symbol(): string;
  /** A new trader with cash. */
  trader(cash?: string): Promise<TraderClient>;
  /** Moves the market in one instrument or several, and waits until all that it causes has been decided. */
  price(symbols: string | readonly string[], price: string): Promise<void>;
  /** Waits until everything in the log has been decided. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const INSTRUMENTS = Array.from({ length: 25 }, (_, index) => ({
  symbol: `S${String(index).padStart(2, '0')}`,
  name: `Instrument ${index}`,
  exchange: 'XNAS',
  sector: 'Industrials',
  startCents: 10_000,
}));

/** Opens a floor; `environment` changes the settings of the platform. Resolves when all instruments have their price. */
export async function openTradingFloor(environment: Readonly<Record<string, string>> = {}): Promise<TradingFloor> {
  const clock = createMovableClock();
  const now = (): number => clock.now();
  const vendor = await startVendorSimulator({ apiKey: 'key', instruments: INSTRUMENTS, tickIntervalMs: 0, now });
  const market = { VENDOR_URL: vendor.url, VENDOR_API_KEY: 'key' };
  const platform = await startTestPlatform(['api', 'worker', 'feed'], { ...market, ...environment }, clock);
  const { storage, positions, prices } = platform.platform.foundation;
  const fresh = INSTRUMENTS.map(({ symbol }) => symbol);
  await until('prices', () => fresh.every((symbol) => prices.price(symbol) !== undefined));

  async function settled(): Promise<void> {
    const ports = { log: storage.log, positions };
    // In this order: what the market wakes goes to the orders.
    await until('ticks to be taken in', async () => (await lagOf(ports, MARKET_GROUP, MARKET_DATA_TOPIC)) === 0);
    await until('orders to be decided', async () => (await lagOf(ports, ORDERS_GROUP, ORDERS_TOPIC)) === 0);
  }

  return {
    platform,
    vendor,
    clock,
    settled,
    symbol: () => fresh.pop()!,
    async trader(cash = '10000.00') {
      const trader = traderOf(platform);
      if (cash !== '0') await trader.moveCash('deposit', cash);
      return trader;
    },
    async price(symbols, price) {
      const moved = typeof symbols === 'string' ? [symbols] : symbols;
      const newest = (symbol: string): number => prices.price(symbol)?.asOfMs ?? 0;
      const before = Math.max(...moved.map(newest));
      await until('a later moment', () => clock.now() > before);
      for (const symbol of moved) vendor.setPrice(symbol, price);
      // An earlier move may come in after the look above: that there is a newer price does not say that it is this one.
      const micros = parseMicros(price);
      const isThere = (symbol: string): boolean =>
        newest(symbol) > before && prices.price(symbol)?.priceMicros === micros;
      await until(`${moved.join(', ')} at ${price}`, () => moved.every(isThere));
      await settled();
    },
    async close() {
      await platform.stop();
      await vendor.close();
    },
  };
}

/** An order in the state it must come to; fails with the state it has when it does not. */
export async function orderIn(trader: TraderClient, id: string, status: OrderJson['status']): Promise<OrderJson> {
  let last: OrderJson | undefined;
  try {
    return await until(`order ${id} to be ${status}`, async () => {
      last = (await trader.order(id)).body;
      return last?.status === status ? last : undefined;
    });
  } catch (error) {
    throw new Error(`order ${id} should become ${status}, it is ${JSON.stringify(last)}`, { cause: error });
  }
}

/** A new account with a token of its owner, who is issued a new one for each call: the clock may have been put forward. */
function traderOf({ platform, url }: TestPlatform): TraderClient {
  const accountId = randomUUID();
  const scopes = scopesOf('trader');
  const principal = { kind: 'user', userId: randomUUID(), accountId, role: 'trader', scopes } as const;
  return createTraderClient(accountId, async () => {
    const { token } = await platform.api!.identity.accessTokens.issue(principal);
    return { url, token };
  });
}
