import { startBareHttp } from '../ceilings/bare-http.ts';
import type { BareHttp } from '../ceilings/bare-http.ts';
import type { Pace } from '../load/load-job.ts';
import type { Trader } from '../platform/traders.ts';
import type { FigureCollector } from '../report/figure.ts';
import { figureCollector } from '../report/figure.ts';
import type { BenchmarkCase } from './benchmark-case.ts';
import type { OrderLoad } from './order-load.ts';
import type { OrderSession } from './order-session.ts';
import { onTradingFloor, SPREAD_ACCOUNTS, SPREAD_FUNDS } from './order-session.ts';

/** So many that a request hardly ever waits for a free one. */
const CONNECTIONS = 512;
const FULL = { rounds: 3, seconds: 15, bareSeconds: 5 };
const QUICK = { rounds: 3, seconds: 3, bareSeconds: 1 };

/** How long an order takes while orders arrive at a fixed rate, whatever becomes of those before. */
export const ordersLatency: BenchmarkCase = {
  name: 'orders-latency',
  title: 'time of an order at 1,000 and 4,000 orders a second, open loop, over 1,000 accounts',
  run: onTradingFloor(async (session, { quick, say }) => {
    const effort = quick ? QUICK : FULL;
    say('  funding traders');
    const traders = await session.fund(SPREAD_ACCOUNTS, SPREAD_FUNDS);
    await session.load({
      run: 'warm-up',
      traders,
      wait: true,
      pace: openLoop(1_000),
      end: { seconds: effort.seconds },
    });
    const figures = figureCollector();
    const bare = await startBareHttp();
    try {
      for (let round = 0; round < effort.rounds; round += 1) {
        say(`  round ${round + 1} of ${effort.rounds}`);
        for (const perSecond of [1_000, 4_000]) {
          const scene = { session, traders, bare, figures, perSecond };
          await measureBare(scene, effort.bareSeconds);
          await measureOrders(scene, round, effort.seconds);
        }
      }
    } finally {
      bare.stop();
    }
    return {
      figures: figures.all(),
      verdicts: [
        { figure: figures.of(`${completedAt(1_000)}, p50`), requirement: { bound: 'at-most', value: 6 } },
        { figure: figures.of(`${completedAt(1_000)}, p99`), requirement: { bound: 'at-most', value: 30 } },
        { figure: figures.of(`${completedAt(4_000)}, p99`), requirement: { bound: 'at-most', value: 60 } },
      ],
    };
  }),
};

interface Scene {
  readonly session: OrderSession;
  readonly traders: readonly Trader[];
  readonly bare: BareHttp;
  readonly figures: FigureCollector;
  readonly perSecond: number;
}

async function measureBare({ session, traders, bare, figures, perSecond }: Scene, seconds: number): Promise<void> {
  const result = await session.floor.generator.run({
    port: bare.port,
    pace: openLoop(perSecond),
    plan: session.floor.plan(traders, 'bare'),
    end: { seconds },
    expectedStatus: 202,
  });
  figures.addLatency(`bare node:http at ${perSecond}/s`, result.latency);
}

async function measureOrders(scene: Scene, round: number, seconds: number): Promise<void> {
  const { session, traders, figures, perSecond } = scene;
  const load = (run: string, wait: boolean): Promise<OrderLoad> =>
    session.load({ run: `${run}-${perSecond}-${round}`, traders, wait, pace: openLoop(perSecond), end: { seconds } });
  const { result: accepted } = await load('accepted', false);
  const { result: completed, batches } = await load('completed', true);
  figures.addLatency(`accepted at ${perSecond}/s`, accepted.latency);
  figures.addLatency(completedAt(perSecond), completed.latency);
  figures.add(`completed at ${perSecond}/s, rate`, 'orders/s', completed.good / completed.seconds);
  figures.add(`completed at ${perSecond}/s, not within 5 s`, 'orders', completed.late);
  figures.add(`orders in a batch at ${perSecond}/s`, '', batches.recordsPerBatch);
  figures.add(`time of a batch at ${perSecond}/s`, 'ms', batches.msPerBatch);
  figures.add(`sent late at ${perSecond}/s, p99 (part of the above)`, 'ms', completed.sendLag.p99);
}

function completedAt(perSecond: number): string {
  return `completed at ${perSecond}/s`;
}

function openLoop(perSecond: number): Pace {
  return { kind: 'open', connections: CONNECTIONS, perSecond };
}
