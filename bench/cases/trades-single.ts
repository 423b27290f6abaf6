import type { BareHttp } from '../ceilings/bare-http.ts';
import { startBareHttp, startCheckedHttp } from '../ceilings/bare-http.ts';
import type { LoadJob, LoadResult } from '../load/load-job.ts';
import { tradeContent } from '../platform/trade-content.ts';
import type { FigureCollector } from '../report/figure.ts';
import { figureCollector } from '../report/figure.ts';
import type { BenchmarkCase } from './benchmark-case.ts';
import type { TradeLoad } from './trade-load.ts';
import type { TradeSession } from './trade-session.ts';
import { onTradeSite } from './trade-session.ts';

/** As many as keep Bourse busy all the time, and as many as the latency is asked for. Bare node:http is at its best on the fewer. */
const MANY = { kind: 'closed', connections: 512 } as const;
const FEW = { kind: 'closed', connections: 64 } as const;
const OPEN = { kind: 'open', connections: 256, perSecond: 1_000 } as const;
const FULL = { rounds: 5, seconds: 5, openSeconds: 10 };
const QUICK = { rounds: 2, seconds: 2, openSeconds: 3 };
const AT_64 = 'acknowledged, 64 connections';
const AT_1000 = 'acknowledged at 1,000/s';

/**
 * Single trades until they are durable, against bare node:http answering the same requests, and beside what the HTTP library takes to read and
 * check them; then at a fixed rate.
 */
export const tradesSingle: BenchmarkCase = {
  name: 'trades-single',
  title: 'POST /trades one by one until each is durable, against bare node:http, and at 1,000 a second',
  run: onTradeSite(async (session, { quick, say }) => {
    const effort = quick ? QUICK : FULL;
    const figures = figureCollector();
    const bare = await startBareHttp();
    const checked = await startCheckedHttp();
    try {
      say('  warming up');
      await session.load({ run: 'warm', pace: MANY, end: { seconds: effort.seconds } });
      for (let round = 0; round < effort.rounds; round += 1) {
        say(`  round ${round + 1} of ${effort.rounds}`);
        const scene = { session, bare, checked, figures, seconds: effort.seconds };
        const many = await measurePair(scene, { run: `m${round}`, pace: MANY, isCeilingFirst: round % 2 === 0 });
        await measureLibrary(scene, many.ceiling);
        for (const [who, micros] of Object.entries(many.trades.cpuMicros))
          figures.add(`processor time, ${who}`, 'µs/trade', micros);
        const few = await measurePair(scene, { run: `f${round}`, pace: FEW, isCeilingFirst: round % 2 === 0 });
        figures.addLatency(AT_64, few.trades.result.latency);
        const best = Math.max(many.ceiling, few.ceiling);
        figures.add(
          `acknowledged on ${MANY.connections} ÷ the faster of both bare node:http`,
          '',
          many.trades.acceptedPerSecond / best,
        );
        const { result } = await session.load({ run: `o${round}`, pace: OPEN, end: { seconds: effort.openSeconds } });
        figures.addLatency(AT_1000, result.latency);
        figures.add('sent late at 1,000/s, p99 (part of the above)', 'ms', result.sendLag.p99);
      }
    } finally {
      checked.stop();
      bare.stop();
    }
    return {
      figures: figures.all(),
      verdicts: [
        { figure: figures.of(ratioOn(MANY)), requirement: { bound: 'at-least', value: 0.4, reach: 0.55 } },
        { figure: figures.of(`${AT_64}, p99`), requirement: { bound: 'at-most', value: 25 } },
        { figure: figures.of(`${AT_1000}, p99`), requirement: { bound: 'at-most', value: 15 } },
      ],
    };
  }),
};

type ClosedPace = typeof MANY | typeof FEW;

interface Scene {
  readonly session: TradeSession;
  readonly bare: BareHttp;
  readonly checked: BareHttp;
  readonly figures: FigureCollector;
  readonly seconds: number;
}

/** Bourse and bare node:http on as many connections, in turns which of them is first; `ceiling` is the rate of the latter. */
async function measurePair(
  scene: Scene,
  { run, pace, isCeilingFirst }: { run: string; pace: ClosedPace; isCeilingFirst: boolean },
): Promise<{ readonly ceiling: number; readonly trades: TradeLoad }> {
  const { session, bare, figures, seconds } = scene;
  const ceilingBefore = isCeilingFirst ? await answerTrades(scene, bare, pace) : null;
  const trades = await session.load({ run, pace, end: { seconds } });
  const ceiling = rateOf(ceilingBefore ?? (await answerTrades(scene, bare, pace)));
  const where = `${pace.connections} connections`;
  figures.add(`bare node:http, ${where}`, 'requests/s', ceiling);
  figures.add(`trades acknowledged, ${where}`, 'trades/s', trades.acceptedPerSecond);
  figures.add(`trades completed meanwhile and after, ${where}`, 'trades/s', trades.completedPerSecond);
  figures.add(ratioOn(pace), '', trades.acceptedPerSecond / ceiling);
  return { ceiling, trades };
}

/** What the HTTP library makes of the same requests. */
async function measureLibrary(scene: Scene, ceiling: number): Promise<void> {
  const { checked, figures } = scene;
  const rate = rateOf(await answerTrades(scene, checked, MANY));
  figures.add('read and checked by the HTTP library, none kept', 'requests/s', rate);
  figures.add('read and checked ÷ bare node:http', '', rate / ceiling);
}

function ratioOn({ connections }: ClosedPace): string {
  return `acknowledged ÷ bare node:http, ${connections} connections`;
}

function rateOf({ good, seconds }: LoadResult): number {
  return good / seconds;
}

async function answerTrades(
  { session: { site }, seconds }: Scene,
  server: BareHttp,
  pace: ClosedPace,
): Promise<LoadResult> {
  const host = `127.0.0.1:${server.port}`;
  const job: LoadJob = {
    port: server.port,
    pace,
    plan: {
      ...tradeContent('bare', Date.now(), false),
      kind: 'trades',
      host,
      token: await site.office.operatorToken(),
    },
    end: { seconds },
    expectedStatus: 202,
  };
  return site.generator.run(job);
}
