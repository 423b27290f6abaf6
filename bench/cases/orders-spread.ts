import { startBareHttp } from '../ceilings/bare-http.ts';
import { measureDataSyncs } from '../ceilings/data-syncs.ts';
import { findPgbench, measurePgbench } from '../ceilings/pgbench.ts';
import { measureTpcb } from '../ceilings/tpcb-node.ts';
import { createTpcbDatabase } from '../ceilings/tpcb-tables.ts';
import { measureTwoTableInserts } from '../ceilings/two-table-inserts.ts';
import { checkBooks } from '../platform/check-books.ts';
import type { PlacedOrders } from '../platform/check-orders.ts';
import { fundTraders } from '../platform/fund-traders.ts';
import { openTradingFloor } from '../platform/trading-floor.ts';
import type { TradingFloor } from '../platform/trading-floor.ts';
import type { Trader } from '../platform/traders.ts';
import { figureCollector } from '../report/figure.ts';
import type { BenchmarkCase, CaseOptions, CaseResult } from './benchmark-case.ts';
import { answerFaults, loadOrders } from './order-load.ts';

const ACCOUNTS = 1_000;
const CONNECTIONS = 128;
const WAITING_CONNECTIONS = 256;
const FULL = { pairs: 5, seconds: 6, ceilingSeconds: 5, asideSeconds: 2 };
const QUICK = { pairs: 2, seconds: 2, ceilingSeconds: 2, asideSeconds: 1 };

/** Orders over 1,000 accounts as fast as they go, against TPC-B on the same server, in adjacent pairs. */
export const ordersSpread: BenchmarkCase = {
  name: 'orders-spread',
  title: 'orders executed end to end over 1,000 accounts, against TPC-B on the same server',
  async run(options) {
    const floor = await openTradingFloor(options.profileDirectory);
    try {
      return await measure(floor, options);
    } finally {
      await floor.close();
    }
  },
};

async function measure(floor: TradingFloor, { quick, say }: CaseOptions): Promise<CaseResult> {
  const { pairs, seconds, ceilingSeconds, asideSeconds } = quick ? QUICK : FULL;
  say('  filling TPC-B tables and funding traders');
  const ceilings = await createTpcbDatabase(floor.connection);
  const pgbench = findPgbench();
  if (pgbench === undefined)
    say(
      '  pgbench is not on this machine (Debian: apt-get install postgresql-contrib): only the Node client is measured',
    );
  const { traders, placed: funds } = await fundTraders(floor, ACCOUNTS, { deposits: 1, shares: 20 });
  const book = orderBook(floor, traders, funds);
  await book.run('warm-up', CONNECTIONS, false, seconds);
  await measureTpcb(ceilings, asideSeconds);
  const collector = figureCollector();
  const add = (name: string, unit: string, value: number): void => {
    collector.add(name, unit, value);
  };
  const bare = await startBareHttp();
  const bareLoad = { pace: { kind: 'closed', connections: CONNECTIONS }, end: { seconds: asideSeconds } } as const;
  const tpcb = async (): Promise<number> => {
    const rate = await measureTpcb(ceilings, ceilingSeconds);
    add('TPC-B, Node client', 'transactions/s', rate);
    return rate;
  };
  const orders = async (round: number): Promise<number> => {
    const load = await book.run(`spread-${round}`, CONNECTIONS, false, seconds);
    add('orders accepted', 'orders/s', load.acceptedPerSecond);
    add('orders completed', 'orders/s', load.completedPerSecond);
    for (const [who, micros] of Object.entries(load.cpuMicros)) add(`processor time of ${who}`, 'µs/order', micros);
    return load.completedPerSecond;
  };
  try {
    for (let round = 0; round < pairs; round += 1) {
      say(`  pair ${round + 1} of ${pairs}`);
      add('fdatasync', '/s', measureDataSyncs(floor.directory, asideSeconds));
      const bareResult = await floor.generator.run({
        ...bareLoad,
        port: bare.port,
        plan: floor.plan(traders, 'bare'),
        expectedStatus: 202,
      });
      add('bare node:http, the same requests', 'requests/s', bareResult.good / bareResult.seconds);
      add('inserts in two tables, batches of 500', 'rows/s', await measureTwoTableInserts(ceilings, asideSeconds));
      // Every other pair is turned round, so that a machine that becomes slower does not favour one side.
      const before = round % 2 === 0 ? await tpcb() : null;
      const rate = await orders(round);
      const after = before ?? (await tpcb());
      add('orders ÷ TPC-B, Node client', '', rate / after);
      if (pgbench !== undefined) {
        const pgbenchRate = await measurePgbench(pgbench, ceilings, ceilingSeconds);
        add('TPC-B, pgbench', 'transactions/s', pgbenchRate);
        add('orders ÷ TPC-B, pgbench', '', rate / pgbenchRate);
      }
      const waited = await book.run(`waited-${round}`, WAITING_CONNECTIONS, true, asideSeconds);
      add('orders completed, each waited for', 'orders/s', waited.completedPerSecond);
    }
  } finally {
    bare.stop();
  }
  say('  checking the books');
  const faults = [...book.faults, ...(await checkBooks(floor.connection, book.placed))];
  const requirement = { bound: 'at-least', value: 2, reach: 4 } as const;
  const ratios = ['orders ÷ TPC-B, Node client', ...(pgbench === undefined ? [] : ['orders ÷ TPC-B, pgbench'])];
  return {
    figures: collector.figures(),
    verdicts: ratios.map((name) => ({ figure: collector.figure(name), requirement })),
    faults,
  };
}

/** Sends loads and remembers what must be found in the books afterwards. */
function orderBook(floor: TradingFloor, traders: readonly Trader[], funds: PlacedOrders) {
  const placed: PlacedOrders[] = [funds];
  const faults: string[] = [];
  return {
    placed,
    faults,
    async run(run: string, connections: number, wait: boolean, seconds: number) {
      const load = await loadOrders(floor, {
        run,
        traders,
        wait,
        pace: { kind: 'closed', connections },
        end: { seconds },
      });
      placed.push(load.placed);
      faults.push(...answerFaults(load.result, run));
      return load;
    },
  };
}
