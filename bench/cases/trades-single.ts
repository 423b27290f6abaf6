import type { BareHttp } from '../ceilings/bare-http.ts';
import { startBareHttp, startCheckedHttp } from '../ceilings/bare-http.ts';
import type { LoadJob, LoadResult } from '../load/load-job.ts';
import { tradeContent } from '../platform/trade-content.ts';
import type { FigureCollector } from '../report/figure.ts';
import { figureCollector } from '../report/figure.ts';
import type { BenchmarkCase } from './benchmark-case.ts';
import type { TradeSession } from './trade-session.ts';
import { onTradeSite } from './trade-session.ts';

const CLOSED = { kind: 'closed', connections: 64 } as const;
const OPEN = { kind: 'open', connections: 256, perSecond: 1_000 } as const;
const FULL = { rounds: 5, seconds: 5, openSeconds: 10 };
const QUICK = { rounds: 2, seconds: 2, openSeconds: 3 };
const RATIO = 'acknowledged ÷ bare node:http';
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
      await session.load({ run: 'warm', pace: CLOSED, end: { seconds: effort.seconds } });
      for (let round = 0; round < effort.rounds; round += 1) {
        say(`  round ${round + 1} of ${effort.rounds}`);
        await measurePair({ session, bare, checked, figures }, round, effort.seconds);
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
        { figure: figures.of(RATIO), requirement: { bound: 'at-least', value: 0.4, reach: 0.55 } },
        { figure: figures.of(`${AT_64}, p99`), requirement: { bound: 'at-most', value: 25 } },
        { figure: figures.of(`${AT_1000}, p99`), requirement: { bound: 'at-most', value: 15 } },
      ],
    };
  }),
};

interface Scene {
  readonly session: TradeSession;
  readonly bare: BareHttp;
  readonly checked: BareHttp;
  readonly figures: FigureCollector;
}

async function measurePair({ session, bare, checked, figures }: Scene, round: number, seconds: number): Promise<void> {
  const ceilingBefore = round % 2 === 0 ? await answerTrades(session, bare, seconds) : null;
  const trades = await session.load({ run: `c${round}`, pace: CLOSED, end: { seconds } });
  const ceiling = ceilingBefore ?? (await answerTrades(session, bare, seconds));
  const ceilingRate = ceiling.good / ceiling.seconds;
  const read = await answerTrades(session, checked, seconds);
  const readRate = read.good / read.seconds;
  figures.add('bare node:http, the same requests', 'requests/s', ceilingRate);
  figures.add('bare node:http, p99', 'ms', ceiling.latency.p99);
  figures.add('read and checked by the HTTP library, none kept', 'requests/s', readRate);
  figures.add('trades acknowledged', 'trades/s', trades.acceptedPerSecond);
  figures.add('trades completed meanwhile and after', 'trades/s', trades.completedPerSecond);
  figures.addLatency(AT_64, trades.result.latency);
  for (const [who, micros] of Object.entries(trades.cpuMicros))
    figures.add(`processor time, ${who}`, 'µs/trade', micros);
  figures.add(RATIO, '', trades.acceptedPerSecond / ceilingRate);
  figures.add('read and checked ÷ bare node:http', '', readRate / ceilingRate);
}

async function answerTrades({ site }: TradeSession, server: BareHttp, seconds: number): Promise<LoadResult> {
  const host = `127.0.0.1:${server.port}`;
  const job: LoadJob = {
    port: server.port,
    pace: CLOSED,
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
