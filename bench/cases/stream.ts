import { runSubscribers } from '../load/run-subscribers.ts';
import type { StreamResult } from '../load/stream-job.ts';
import { openTradingFloor } from '../platform/trading-floor.ts';
import { figureCollector } from '../report/figure.ts';
import type { BenchmarkCase } from './benchmark-case.ts';

const SUBSCRIBERS = 1_000;
const SYMBOLS_EACH = 10;
/** Of a hundred instruments seventy are drawn every 25 ms, which moves fifty: 2,000 ticks a second. */
const PACE = { tickIntervalMs: 25, movesPerTick: 70 };
const TICKS_PER_SECOND = 2_000;
const FULL = { rounds: 3, seconds: 15 };
const QUICK = { rounds: 1, seconds: 5 };
/** How much slower the last third of a round may be than the first before it counts as a backlog. */
const BACKLOG_FACTOR = 2;
const BACKLOG_MS = 50;

/** From the vendor's tick over feed, log and fan-out to a client. */
export const stream: BenchmarkCase = {
  name: 'stream',
  title: 'price tick to client, 1,000 subscribers with ten symbols each, 2,000 ticks a second',
  async run({ quick, profileDirectory, say }) {
    const { rounds, seconds } = quick ? QUICK : FULL;
    const floor = await openTradingFloor(profileDirectory, PACE);
    const figures = figureCollector();
    const faults: string[] = [];
    try {
      const tokens = (await floor.office.traders(SUBSCRIBERS)).map(({ token }) => token);
      for (let round = 0; round < rounds; round += 1) {
        say(`  round ${round + 1} of ${rounds}`);
        const before = await ticksSoFar(floor.bourse.port);
        const startMs = performance.now();
        const job = { port: floor.bourse.port, tokens, symbols: floor.symbols, symbolsEach: SYMBOLS_EACH, seconds };
        const result = await runSubscribers(job);
        const ticks = ((await ticksSoFar(floor.bourse.port)) - before) / ((performance.now() - startMs) / 1_000);
        figures.add('ticks taken in', 'ticks/s', ticks);
        figures.add('messages to clients', 'messages/s', result.messages / seconds);
        figures.addLatency('tick to client', result.latency);
        figures.add('processor of the subscribers', 'cores', result.cpuSeconds / seconds);
        faults.push(...faultsOf(result, ticks));
      }
    } finally {
      await floor.close();
    }
    return {
      figures: figures.all(),
      verdicts: [
        { figure: figures.of('tick to client, p50'), requirement: { bound: 'at-most', value: 60, reach: 30 } },
        { figure: figures.of('tick to client, p99'), requirement: { bound: 'at-most', value: 150 } },
      ],
      faults,
    };
  },
};

function faultsOf({ silent, lost, firstLoss, thirds }: StreamResult, ticks: number): string[] {
  const faults: string[] = [];
  const [first, , last] = thirds;
  if (ticks < TICKS_PER_SECOND * 0.9) faults.push(`only ${Math.round(ticks)} ticks a second came`);
  if (lost > 0) faults.push(`${lost} connections were lost, the first: ${firstLoss ?? ''}`);
  if (silent > 0) faults.push(`${silent} subscribers were told nothing in the last second`);
  if (first !== undefined && last !== undefined && last.p50 > first.p50 * BACKLOG_FACTOR + BACKLOG_MS) {
    faults.push(`a backlog grew: the median went from ${first.p50} to ${last.p50} ms`);
  }
  return faults;
}

/** How many prices the feed has put on the log. */
async function ticksSoFar(port: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const lines = text.matchAll(/^bourse_market_data_appended_total\S* (\d+)/gm);
  return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
}
