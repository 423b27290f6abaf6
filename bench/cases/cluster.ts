import { watchBusyCores } from '../machine/busy-cores.ts';
import type { ClusterUnderLoad } from '../platform/cluster-under-load.ts';
import { openClusterUnderLoad } from '../platform/cluster-under-load.ts';
import type { Trader } from '../platform/traders.ts';
import type { TradingFloor } from '../platform/trading-floor.ts';
import { openFloor, openTradingFloor } from '../platform/trading-floor.ts';
import type { FigureCollector } from '../report/figure.ts';
import { figureCollector } from '../report/figure.ts';
import type { BenchmarkCase } from './benchmark-case.ts';
import type { OrderSession } from './order-session.ts';
import { orderSession, SPREAD_ACCOUNTS, SPREAD_FUNDS } from './order-session.ts';
import type { TradeSession } from './trade-session.ts';
import { tradeSession } from './trade-session.ts';

const PACE = { kind: 'closed', connections: 128 } as const;
const FULL = { rounds: 5, seconds: 3, warmSeconds: 2 };
const QUICK = { rounds: 2, seconds: 1, warmSeconds: 1 };
const WORKERS = [1, 2, 3] as const;

/** One platform, and all that was sent to it. */
interface Side {
  readonly name: string;
  readonly orders: OrderSession;
  readonly trades: TradeSession;
  readonly traders: readonly Trader[];
}

/** A second of orders or trades. */
interface Rates {
  readonly acknowledged: number;
  readonly completed: number;
}

/**
 * One API and one, two or three workers on Kafka, Redis and a PostgreSQL of their own, against all roles in one process with the embedded database.
 * All of it is on this machine, the brokers too, so it says what the way over the servers costs, and not what more machines give.
 */
export const cluster: BenchmarkCase = {
  name: 'cluster',
  title: 'roles in processes of their own on Kafka and Redis, with one, two and three workers, against one process',
  async run({ quick, say }) {
    const effort = quick ? QUICK : FULL;
    const kafkaBrokers = named('KAFKA_BROKERS');
    const redisUrl = named('REDIS_URL');
    const figures = figureCollector();
    const closing: (() => Promise<void>)[] = [];
    try {
      say('  starting both platforms and funding traders');
      const embedded = await openSide('embedded', await openTradingFloor(), closing);
      const floor = await openFloor((environment) => openClusterUnderLoad({ kafkaBrokers, redisUrl }, environment));
      const clustered = await openSide('cluster', floor, closing);
      await warm(embedded, 'warm', effort.warmSeconds);
      for (let round = 0; round < effort.rounds; round += 1) {
        say(`  round ${round + 1} of ${effort.rounds}`);
        await measureRound({ embedded, clustered, floor, figures }, round, effort);
      }
      say('  checking the books and looking for every trade');
      const faults: string[] = [];
      for (const { name, orders, trades } of [embedded, clustered])
        faults.push(...[...(await orders.check()), ...(await trades.check())].map((fault) => `${name}: ${fault}`));
      return { figures: figures.all(), verdicts: [], faults };
    } finally {
      for (const close of closing.reverse()) await close();
    }
  },
};

function named(variable: string): string {
  const value = process.env[variable] ?? '';
  if (value === '') throw new Error(`${variable} must be set for the case cluster`);
  return value;
}

async function openSide(name: string, floor: TradingFloor, closing: (() => Promise<void>)[]): Promise<Side> {
  closing.push(() => floor.close());
  const orders = orderSession(floor);
  return { name, orders, trades: tradeSession(floor), traders: await orders.fund(SPREAD_ACCOUNTS, SPREAD_FUNDS) };
}

interface Scene {
  readonly embedded: Side;
  readonly clustered: Side;
  readonly floor: Pick<ClusterUnderLoad, 'setWorkers'>;
  readonly figures: FigureCollector;
}

/** All numbers of workers, each beside the one process; every other round is turned round, in its workers and in its pairs. */
async function measureRound(scene: Scene, round: number, { seconds, warmSeconds }: typeof FULL): Promise<void> {
  const isTurned = round % 2 === 1;
  const completed = new Map<string, number>();
  for (const workers of isTurned ? [...WORKERS].reverse() : WORKERS) {
    await scene.floor.setWorkers(workers);
    const run = `${round}w${workers}`;
    await warm(scene.clustered, `h${run}`, warmSeconds);
    for (const load of LOADS) {
      const rate = await measurePair(scene, load, { run, workers, seconds, isTurned });
      completed.set(`${load.what} ${workers}`, rate);
    }
  }
  for (const { what } of LOADS)
    for (const workers of WORKERS.filter((count) => count > 1)) {
      const ratio = (completed.get(`${what} ${workers}`) ?? NaN) / (completed.get(`${what} 1`) ?? NaN);
      scene.figures.add(`${saying(workers)} ÷ 1 worker, ${what} completed`, '', ratio);
    }
}

interface Pair {
  readonly run: string;
  readonly workers: number;
  readonly seconds: number;
  /** Whether the cluster comes first. */
  readonly isTurned: boolean;
}

/** The same load on both, one after the other; answers how much a second the cluster completed. */
async function measurePair(scene: Scene, { what, send }: Load, { run, workers, seconds, isTurned }: Pair) {
  const { embedded, clustered, figures } = scene;
  const measure = async (side: Side, place: string): Promise<Rates> => {
    const busyCores = watchBusyCores();
    const rates = await send(side, run, seconds);
    figures.add(`${what} acknowledged, ${place}`, `${what}/s`, rates.acknowledged);
    figures.add(`${what} completed, ${place}`, `${what}/s`, rates.completed);
    figures.add(`cores busy with ${what}, ${place}`, 'cores', busyCores());
    return rates;
  };
  const inCluster = () => measure(clustered, `cluster of ${saying(workers)}`);
  const before = isTurned ? await inCluster() : undefined;
  const alone = await measure(embedded, 'one process');
  const spread = before ?? (await inCluster());
  const ratio = (of: keyof Rates): void => {
    figures.add(`cluster of ${saying(workers)} ÷ one process, ${what} ${of}`, '', spread[of] / alone[of]);
  };
  ratio('acknowledged');
  ratio('completed');
  return spread.completed;
}

async function warm(side: Side, run: string, seconds: number): Promise<void> {
  for (const { send } of LOADS) await send(side, run, seconds);
}

/** What is sent, and how. */
interface Load {
  readonly what: 'orders' | 'trades';
  readonly send: (side: Side, run: string, seconds: number) => Promise<Rates>;
}

const LOADS: readonly Load[] = [
  {
    what: 'orders',
    async send({ orders, traders }, run, seconds) {
      const sent = await orders.load({ run, traders, wait: false, pace: PACE, end: { seconds } });
      return { acknowledged: sent.acceptedPerSecond, completed: sent.completedPerSecond };
    },
  },
  {
    what: 'trades',
    async send({ trades }, run, seconds) {
      const sent = await trades.load({ run, pace: PACE, end: { seconds } });
      return { acknowledged: sent.acceptedPerSecond, completed: sent.completedPerSecond };
    },
  },
];

function saying(workers: number): string {
  return workers === 1 ? '1 worker' : `${workers} workers`;
}
