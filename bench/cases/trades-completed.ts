import { backlogGrowth } from '../platform/backlog-growth.ts';
import { figureCollector, median } from '../report/figure.ts';
import type { BenchmarkCase } from './benchmark-case.ts';
import { onTradeSite } from './trade-session.ts';

const CLOSED = { kind: 'closed', connections: 128 } as const;
const OPEN_RATE = 4_000;
const OPEN = { kind: 'open', connections: 512, perSecond: OPEN_RATE } as const;
const FULL = { rounds: 5, seconds: 6, openSeconds: 15 };
const QUICK = { rounds: 2, seconds: 2, openSeconds: 5 };
const COMPLETED = 'trades completed';
const GROWTH = `backlog at ${OPEN_RATE}/s, growth`;
/** A hundredth of what comes in: less cannot be told from the coming and going of batches. */
const NO_GROWTH = OPEN_RATE / 100;

/** Single trades from the request until they are decided and committed, with versions that are raised, repeated and overtaken. */
export const tradesCompleted: BenchmarkCase = {
  name: 'trades-completed',
  title: 'trades from POST to SUCCESS, intake and worker together, as fast as they go and at 4,000 a second',
  run: onTradeSite(async (session, { quick, say }) => {
    const { rounds, seconds, openSeconds } = quick ? QUICK : FULL;
    const figures = figureCollector();
    say('  warming up');
    await session.load({ run: 'warm', pace: CLOSED, end: { seconds }, hasOvertaken: true });
    for (let round = 0; round < rounds; round += 1) {
      say(`  round ${round + 1} of ${rounds}`);
      const fast = await session.load({ run: `c${round}`, pace: CLOSED, end: { seconds }, hasOvertaken: true });
      figures.add('trades acknowledged', 'trades/s', fast.acceptedPerSecond);
      figures.add(COMPLETED, 'trades/s', fast.completedPerSecond);
      figures.add('overtaken versions refused at once', 'trades', fast.result.refused.length);
      for (const [who, micros] of Object.entries(fast.cpuMicros))
        figures.add(`processor time, ${who}`, 'µs/trade', micros);
      figures.add('trades in a batch', '', fast.batches.recordsPerBatch);
      figures.add('time of a batch', 'ms', fast.batches.msPerBatch);
      const paced = await session.load({
        run: `o${round}`,
        pace: OPEN,
        end: { seconds: openSeconds },
        hasOvertaken: true,
      });
      const behind = paced.backlog.map((sample) => sample.behind);
      figures.add(`completed at ${OPEN_RATE}/s`, 'trades/s', paced.completedPerSecond);
      figures.addLatency(`acknowledged at ${OPEN_RATE}/s`, paced.result.latency);
      figures.add(`backlog at ${OPEN_RATE}/s, median`, 'trades', median(behind));
      figures.add(`backlog at ${OPEN_RATE}/s, most`, 'trades', Math.max(...behind));
      figures.add(`backlog at ${OPEN_RATE}/s, at the end`, 'trades', behind.at(-1) ?? NaN);
      figures.add(GROWTH, 'trades/s', backlogGrowth(paced.backlog));
    }
    return {
      figures: figures.all(),
      verdicts: [
        { figure: figures.of(COMPLETED), requirement: { bound: 'at-least', value: 6_000, reach: 12_000 } },
        { figure: figures.of(GROWTH), requirement: { bound: 'at-most', value: NO_GROWTH } },
      ],
    };
  }),
};
