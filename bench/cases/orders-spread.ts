import type { BareHttp } from '../ceilings/bare-http.ts';
import { startBareHttp } from '../ceilings/bare-http.ts';
import { measureDataSyncs } from '../ceilings/data-syncs.ts';
import type { DatabaseCeilings } from '../ceilings/database-ceilings.ts';
import { openDatabaseCeilings } from '../ceilings/database-ceilings.ts';
import type { Trader } from '../platform/traders.ts';
import type { FigureCollector } from '../report/figure.ts';
import { figureCollector } from '../report/figure.ts';
import type { BenchmarkCase } from './benchmark-case.ts';
import type { OrderSession } from './order-session.ts';
import { onTradingFloor, SPREAD_ACCOUNTS, SPREAD_FUNDS } from './order-session.ts';

/** As many as it takes until more bring nothing: 1.05 of the rate with 256 instead of 128, 1.09 with 512. */
const CONNECTIONS = 512;
const WAITING_CONNECTIONS = 256;

/** Rounds, and seconds of the orders, of the TPC-B beside them, and of what is measured aside. */
const FULL = { pairs: 5, orderSeconds: 6, tpcbSeconds: 5, asideSeconds: 2 };
const QUICK = { pairs: 2, orderSeconds: 2, tpcbSeconds: 2, asideSeconds: 1 };

const NODE_RATIO = 'orders ÷ TPC-B, Node client';
const PGBENCH_RATIO = 'orders ÷ TPC-B, pgbench';
const REQUIREMENT = { bound: 'at-least', value: 2, reach: 4 } as const;

/** Orders over 1,000 accounts as fast as they go, against TPC-B on the same server, in adjacent pairs. */
export const ordersSpread: BenchmarkCase = {
  name: 'orders-spread',
  title: 'orders executed end to end over 1,000 accounts, against TPC-B on the same server',
  run: onTradingFloor(async (session, { quick, say }) => {
    const effort = quick ? QUICK : FULL;
    say('  filling the tables of TPC-B and funding traders');
    const database = await openDatabaseCeilings(session.floor.connection);
    if (database.pgbench === null)
      say('  no pgbench on this machine (Debian: postgresql-contrib); only the Node client runs');
    const traders = await session.fund(SPREAD_ACCOUNTS, SPREAD_FUNDS);
    await session.load({ ...fastOrders('warm-up', traders), end: { seconds: effort.orderSeconds } });
    await database.tpcb(effort.asideSeconds);
    const figures = figureCollector();
    const bare = await startBareHttp();
    try {
      for (let round = 0; round < effort.pairs; round += 1) {
        say(`  pair ${round + 1} of ${effort.pairs}`);
        await measureMachine({ session, traders, bare, database, figures }, effort.asideSeconds);
        await measurePair({ session, traders, database, figures }, round, effort);
      }
    } finally {
      bare.stop();
    }
    const ratios = [NODE_RATIO, ...(database.pgbench === null ? [] : [PGBENCH_RATIO])];
    return {
      figures: figures.all(),
      verdicts: ratios.map((name) => ({ figure: figures.of(name), requirement: REQUIREMENT })),
    };
  }),
};

interface Scene {
  readonly session: OrderSession;
  readonly traders: readonly Trader[];
  readonly database: DatabaseCeilings;
  readonly figures: FigureCollector;
}

async function measureMachine(scene: Scene & { readonly bare: BareHttp }, seconds: number): Promise<void> {
  const { session, traders, bare, database, figures } = scene;
  const { generator, directory } = session.floor;
  figures.add('fdatasync of 8 kB', '/s', measureDataSyncs(directory, seconds));
  const answered = await generator.run({
    port: bare.port,
    pace: { kind: 'closed', connections: CONNECTIONS },
    plan: session.floor.plan(traders, 'bare'),
    end: { seconds },
    expectedStatus: 202,
  });
  figures.add('bare node:http, the same requests', 'requests/s', answered.good / answered.seconds);
  figures.add('inserts in two tables, batches of 500', 'rows/s', await database.twoTableInserts(seconds));
}

async function measurePair(scene: Scene, round: number, effort: typeof FULL): Promise<void> {
  const { session, traders, database, figures } = scene;
  const tpcb = () => database.tpcb(effort.tpcbSeconds);
  // Every other pair is turned round, so that a machine that becomes slower does not favour one side.
  const before = round % 2 === 0 ? await tpcb() : null;
  const end = { seconds: effort.orderSeconds };
  const orders = await session.load({ ...fastOrders(`spread-${round}`, traders), end });
  const tpcbRate = before ?? (await tpcb());
  const pgbenchRate = await database.pgbench?.(effort.tpcbSeconds);
  const waited = await session.load({
    run: `waited-${round}`,
    traders,
    wait: true,
    pace: { kind: 'closed', connections: WAITING_CONNECTIONS },
    end: { seconds: effort.asideSeconds },
  });
  figures.add('TPC-B, Node client', 'transactions/s', tpcbRate);
  if (pgbenchRate !== undefined) figures.add('TPC-B, pgbench', 'transactions/s', pgbenchRate);
  figures.add('orders accepted', 'orders/s', orders.acceptedPerSecond);
  figures.add('orders completed', 'orders/s', orders.completedPerSecond);
  figures.add('orders completed, each waited for', 'orders/s', waited.completedPerSecond);
  for (const [who, micros] of Object.entries(orders.cpuMicros))
    figures.add(`processor time, ${who}`, 'µs/order', micros);
  figures.add('orders in a batch', '', orders.batches.recordsPerBatch);
  figures.add('time of a batch', 'ms', orders.batches.msPerBatch);
  figures.add(NODE_RATIO, '', orders.completedPerSecond / tpcbRate);
  if (pgbenchRate !== undefined) figures.add(PGBENCH_RATIO, '', orders.completedPerSecond / pgbenchRate);
}

function fastOrders(run: string, traders: readonly Trader[]) {
  return { run, traders, wait: false, pace: { kind: 'closed', connections: CONNECTIONS } } as const;
}
