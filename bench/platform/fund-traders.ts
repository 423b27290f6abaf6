import type { LoadJob, LoadResult } from '../load/load-job.ts';
import { postRequest } from '../load/request-text.ts';
import { SYMBOLS_OF_AN_ACCOUNT } from '../load/request-plan.ts';
import type { PlacedOrders } from './check-orders.ts';
import type { Trader } from './traders.ts';
import type { TradingFloor } from './trading-floor.ts';

/** What traders begin with. */
export interface Funds {
  /** Deposits of a million each. */
  readonly deposits: number;
  /** Shares bought of each instrument that an account trades, so that no sale comes too early. */
  readonly shares: number;
}

const CONNECTIONS = 64;
const LARGEST_DEPOSIT = '{"amount":"1000000"}';

/** Makes traders with cash and shares, through the API. Throws when something is refused. */
export async function fundTraders(
  floor: TradingFloor,
  count: number,
  { deposits, shares }: Funds,
): Promise<{ readonly traders: readonly Trader[]; readonly placed: PlacedOrders }> {
  const traders = await floor.office.traders(count);
  const host = `127.0.0.1:${floor.bourse.port}`;
  const requests = traders.map(({ token }) =>
    postRequest('/api/v1/account/deposits', { host, token }, LARGEST_DEPOSIT),
  );
  await runAll(floor, { plan: { kind: 'repeat', requests }, count: count * deposits });
  const run = fundingRun(count);
  const plan = floor.plan(traders, run, { waitSeconds: 20, side: 'buy', maxQuantity: shares });
  const { sent, failed } = await runAll(floor, { plan, count: count * SYMBOLS_OF_AN_ACCOUNT });
  return { traders, placed: { run, sent, failed } };
}

/** Begins the client order ids of the first purchases of so many traders. */
export function fundingRun(count: number): string {
  return `funds-of-${count}`;
}

async function runAll(floor: TradingFloor, load: Pick<LoadJob, 'plan'> & { count: number }): Promise<LoadResult> {
  const result = await floor.generator.run({
    port: floor.bourse.port,
    pace: { kind: 'closed', connections: CONNECTIONS },
    plan: load.plan,
    end: { count: load.count },
    expectedStatus: 201,
  });
  if (result.good === load.count) return result;
  throw new Error(`${load.count - result.good} traders could not be funded: ${result.failures.join('; ')}`);
}
