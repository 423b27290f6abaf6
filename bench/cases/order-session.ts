import type { LoadResult } from '../load/load-job.ts';
import { checkBooks } from '../platform/check-books.ts';
import type { PlacedOrders } from '../platform/check-orders.ts';
import type { Funds } from '../platform/fund-traders.ts';
import { fundTraders } from '../platform/fund-traders.ts';
import type { Trader } from '../platform/traders.ts';
import type { TradingFloor } from '../platform/trading-floor.ts';
import { openTradingFloor } from '../platform/trading-floor.ts';
import type { BenchmarkCase, CaseOptions, CaseResult } from './benchmark-case.ts';
import type { OrderLoad, OrderLoadOptions } from './order-load.ts';
import { loadOrders } from './order-load.ts';

/** A trading floor on which everything that was sent is remembered, to be looked for in the books at the end. */
export interface OrderSession {
  readonly floor: TradingFloor;
  /** Makes traders with cash and shares. */
  fund(count: number, funds: Funds): Promise<readonly Trader[]>;
  /** Sends orders and waits until the last of them is final. */
  load(options: OrderLoadOptions): Promise<OrderLoad>;
  /** Notes what was wrong with the answers to a load. */
  expectAllGood(result: LoadResult, name: string): void;
  /** Notes anything else that was wrong. */
  addFaults(faults: readonly string[]): void;
  /** Everything that was wrong, in the books too, in sentences. */
  check(): Promise<readonly string[]>;
}

/** How many accounts orders are spread over. */
export const SPREAD_ACCOUNTS = 1_000;

/** What each of them begins with: enough that no order of the loads can be refused. */
export const SPREAD_FUNDS: Funds = { deposits: 1, shares: 20 };

/** Makes the run of a case out of what it measures: opens a floor for it, checks the books after it, and closes the floor. */
export function onTradingFloor(
  measure: (session: OrderSession, options: CaseOptions) => Promise<Omit<CaseResult, 'faults'>>,
): BenchmarkCase['run'] {
  return async (options) => {
    const floor = await openTradingFloor(options.profileDirectory);
    try {
      const session = orderSession(floor);
      const measured = await measure(session, options);
      options.say('  checking the books');
      return { ...measured, faults: await session.check() };
    } finally {
      await floor.close();
    }
  };
}

/** Begins to remember. */
export function orderSession(floor: TradingFloor): OrderSession {
  const placed: PlacedOrders[] = [];
  const faults: string[] = [];
  const session: OrderSession = {
    floor,
    async fund(count, funds) {
      const { traders, placed: first } = await fundTraders(floor, count, funds);
      placed.push(first);
      return traders;
    },
    async load(options) {
      const load = await loadOrders(floor, options);
      placed.push(load.placed);
      session.expectAllGood(load.result, options.run);
      return load;
    },
    expectAllGood({ sent, failed, failures }, name) {
      if (failed.length > 0)
        faults.push(`${failed.length} of ${sent} requests of ${name} failed: ${failures.join('; ')}`);
    },
    addFaults(more) {
      faults.push(...more);
    },
    check: async () => [...faults, ...(await checkBooks(floor.connection, placed))],
  };
  return session;
}
