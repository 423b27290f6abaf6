import type { SimulatedInstrument } from '@bourse/entrypoints/vendor-sim/simulated-market.ts';
import { OPERATOR_KEY } from '../test-platform.ts';
import type { TraderClient } from '../trader-client.ts';
import { until } from '../until.ts';
import { inParallel } from './in-parallel.ts';
import { FIRST_DEPOSIT } from './order-evidence.ts';
import type { OrderLoad } from './order-load.ts';
import { startOrderLoad } from './order-load.ts';
import { persistentCall } from './persistent-call.ts';
import { createRandomOrders } from './random-orders.ts';
import { createRandomTrades } from './random-trades.ts';
import type { TradeCalls } from './trade-calls.ts';
import { createTradeCalls } from './trade-calls.ts';
import type { TradeLoad } from './trade-load.ts';
import { startTradeLoad } from './trade-load.ts';

/** Orders and trades at the same time, from clients that repeat what was not answered. */
export interface MixedLoad {
  readonly orders: OrderLoad;
  readonly trades: TradeLoad;
  readonly calls: TradeCalls;
  /** Waits until some orders and trades more than now are answered. */
  moreAnswers(): Promise<void>;
  /** Lets every request come to its end, and begins none any more. */
  stop(): Promise<void>;
}

const ORDERS_MORE = 60;
const TRADES_MORE = 5;
const WAIT_MS = 90_000;

/** Waits for the prices of all instruments, gives each trader money, and begins. `url` may answer another API each time. */
export async function startMixedLoad(site: {
  readonly traders: readonly TraderClient[];
  readonly url: () => Promise<string>;
  readonly instruments: readonly SimulatedInstrument[];
  readonly random: () => number;
}): Promise<MixedLoad> {
  const { traders, url, instruments, random } = site;
  await until(
    'prices',
    async () => {
      const { body } = await persistentCall(() => traders[0]!.get<{ items: { price: unknown }[] }>('/assets'));
      return body!.items.filter(({ price }) => price !== null).length === instruments.length;
    },
    WAIT_MS,
  );
  await inParallel(traders, 10, (trader) =>
    persistentCall(() => trader.moveCash('deposit', FIRST_DEPOSIT.amount, FIRST_DEPOSIT)),
  );
  const quoted = instruments.map(({ symbol, startCents }) => ({ symbol, price: startCents / 100 }));
  const calls = createTradeCalls(OPERATOR_KEY, url);
  const orders = startOrderLoad({ traders, clients: 10, newOrder: createRandomOrders(quoted, random), random });
  const trades = startTradeLoad({ calls, clients: 4, draw: createRandomTrades(random), random });
  return {
    orders,
    trades,
    calls,
    async moreAnswers() {
      const before = [orders.answered(), trades.answered()] as const;
      await until(
        'more answers',
        () => orders.answered() > before[0] + ORDERS_MORE && trades.answered() > before[1] + TRADES_MORE,
        WAIT_MS,
      );
    },
    async stop() {
      await Promise.all([orders.stop(), trades.stop()]);
    },
  };
}
