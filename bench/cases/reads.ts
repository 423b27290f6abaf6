import { startBareHttp } from '../ceilings/bare-http.ts';
import type { LoadJob, LoadResult } from '../load/load-job.ts';
import { checkReads } from '../platform/check-reads.ts';
import { readRequests } from '../platform/read-requests.ts';
import type { ReadKind } from '../platform/read-requests.ts';
import { figureCollector } from '../report/figure.ts';
import type { BenchmarkCase } from './benchmark-case.ts';
import { onTradingFloor, SPREAD_ACCOUNTS, SPREAD_FUNDS } from './order-session.ts';

const CONNECTIONS = 64;
const ORDERS_PER_SECOND = 1_000;
const READS_PER_SECOND_EACH = 250;
const LOADED = { kind: 'open', connections: 256 } as const;
const FULL = { rounds: 3, seconds: 3, warmSeconds: 5, loadedSeconds: 15 };
const QUICK = { rounds: 3, seconds: 1, warmSeconds: 1, loadedSeconds: 3 };

/** Reads as fast as they go, each kind against bare node:http answering the same requests; then all kinds while orders come in. */
export const reads: BenchmarkCase = {
  name: 'reads',
  title: 'portfolio, order status and price reads, alone and under 1,000 orders a second',
  run: onTradingFloor(async (session, { quick, say }) => {
    const { rounds, seconds, warmSeconds, loadedSeconds } = quick ? QUICK : FULL;
    const { generator, bourse } = session.floor;
    say('  funding traders');
    const traders = await session.fund(SPREAD_ACCOUNTS, SPREAD_FUNDS);
    const requests = readRequests(session.floor, traders);
    const kinds = Object.keys(requests) as ReadKind[];
    const figures = figureCollector();
    const bare = await startBareHttp();

    const asFastAsPossible = (port: number, kind: ReadKind): Promise<LoadResult> =>
      generator.run({
        ...readsOf(requests[kind], port),
        pace: { kind: 'closed', connections: CONNECTIONS },
        end: { seconds },
      });
    const loadedReads = (kind: ReadKind, forSeconds: number): Promise<LoadResult> =>
      generator.run({
        ...readsOf(requests[kind], bourse.port),
        pace: { ...LOADED, perSecond: READS_PER_SECOND_EACH },
        end: { seconds: forSeconds },
      });
    /** Orders, and reads of every kind beside them. */
    const underOrders = (run: string, forSeconds: number) =>
      Promise.all([
        session.load({
          run,
          traders,
          wait: true,
          pace: { ...LOADED, perSecond: ORDERS_PER_SECOND },
          end: { seconds: forSeconds },
        }),
        ...kinds.map((kind) => loadedReads(kind, forSeconds)),
      ]);

    try {
      say('  warming up');
      for (const kind of kinds) await asFastAsPossible(bourse.port, kind);
      await underOrders('warm', warmSeconds);
      for (let round = 0; round < rounds; round += 1) {
        say(`  round ${round + 1} of ${rounds}`);
        for (const kind of kinds) {
          const ceiling = await asFastAsPossible(bare.port, kind);
          const result = await asFastAsPossible(bourse.port, kind);
          session.expectAllGood(result, kind);
          figures.add(`bare node:http, requests of ${kind}`, 'requests/s', ceiling.sent / ceiling.seconds);
          figures.add(kind, 'requests/s', result.good / result.seconds);
          figures.add(ratioOf(kind), '', result.good / result.seconds / (ceiling.sent / ceiling.seconds));
        }
        const [orders, ...results] = await underOrders(`loaded-${round}`, loadedSeconds);
        figures.addLatency('orders meanwhile', orders.result.latency);
        for (const [index, kind] of kinds.entries()) noteLoaded(kind, results[index]);
      }
    } finally {
      bare.stop();
    }

    function noteLoaded(kind: ReadKind, result: LoadResult | undefined): void {
      if (result === undefined) return;
      session.expectAllGood(result, `${kind} under load`);
      figures.addLatency(underLoad(kind), result.latency);
    }

    session.addFaults(await checkReads(session.floor, traders));
    return {
      figures: figures.all(),
      verdicts: kinds.flatMap((kind) => [
        { figure: figures.of(ratioOf(kind)), requirement: { bound: 'at-least', value: 0.3, reach: 0.5 } },
        { figure: figures.of(`${underLoad(kind)}, p99`), requirement: { bound: 'at-most', value: 15 } },
      ]),
    };
  }),
};

function readsOf(requests: readonly string[], port: number): Pick<LoadJob, 'port' | 'plan' | 'expectedStatus'> {
  return { port, plan: { kind: 'repeat', requests }, expectedStatus: 200 };
}

function ratioOf(kind: ReadKind): string {
  return `${kind} ÷ bare node:http`;
}

function underLoad(kind: ReadKind): string {
  return `${kind} under load`;
}
