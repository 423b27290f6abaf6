import { setTimeout as delay } from 'node:timers/promises';
import { measureDataSyncs } from '../ceilings/data-syncs.ts';
import { memoryUse, processMemory } from '../machine/memory-use.ts';
import { watchMemory } from '../machine/memory-watch.ts';
import type { FigureCollector } from '../report/figure.ts';
import { figureCollector } from '../report/figure.ts';
import type { BenchmarkCase } from './benchmark-case.ts';
import type { TradeRates } from './trade-load.ts';
import type { TradeSession } from './trade-session.ts';
import { onTradeSite } from './trade-session.ts';

const FULL = { rounds: 5, lines: 200_000, memoryLines: 1_000_000, restSeconds: 10 };
const QUICK = { rounds: 2, lines: 50_000, memoryLines: 200_000, restSeconds: 5 };
const ACKNOWLEDGED = 'trades acknowledged';
const MEMORY = 'the Node process above rest, PSS';

/** A trade a line in one request: how fast they become durable, how fast they are completed, and what memory that takes. */
export const tradesBulk: BenchmarkCase = {
  name: 'trades-bulk',
  title: 'trades as NDJSON in one request until they are durable and until they are completed; memory meanwhile',
  run: onTradeSite(async (session, { quick, say }) => {
    const { rounds, lines, memoryLines, restSeconds } = quick ? QUICK : FULL;
    const figures = figureCollector();
    say(`  ${restSeconds} s of rest, then one upload of ${memoryLines.toLocaleString('en-GB')} lines`);
    await delay(restSeconds * 1_000);
    await measureMemory(session, memoryLines, figures);
    for (let round = 0; round < rounds; round += 1) {
      say(`  round ${round + 1} of ${rounds}`);
      figures.add('fdatasync of 8 kB', '/s', measureDataSyncs(session.site.directory, 1));
      note(figures, await session.upload(`u${round}`, lines));
    }
    return {
      figures: figures.all(),
      verdicts: [
        { figure: figures.of(ACKNOWLEDGED), requirement: { bound: 'at-least', value: 60_000, reach: 120_000 } },
        { figure: figures.of(MEMORY), requirement: { bound: 'at-most', value: 150 } },
      ],
    };
  }),
};

/** The first thing that this Bourse does, so that it is not yet larger than at rest because of earlier work. */
async function measureMemory(session: TradeSession, lines: number, figures: FigureCollector): Promise<void> {
  const { pid } = session.site.bourse;
  const rest = processMemory(pid);
  const treeAtRest = memoryUse(pid);
  const mostSeen = watchMemory(pid);
  const upload = await session.upload('large', lines);
  const most = await mostSeen();
  const tree = memoryUse(pid);
  figures.add(MEMORY, 'MB', most.pssMb - rest.pssMb);
  figures.add('the Node process above rest, RSS', 'MB', most.rssMb - rest.rssMb);
  figures.add('the Node process at rest, PSS', 'MB', rest.pssMb);
  const pagesMb = tree.descendantsSharedMb - treeAtRest.descendantsSharedMb;
  figures.add('the database server above rest afterwards, pages of its tables', 'MB', pagesMb);
  figures.add(
    'the database server above rest afterwards, all else, PSS',
    'MB',
    tree.descendantsPssMb - treeAtRest.descendantsPssMb - pagesMb,
  );
  figures.add('the large upload, acknowledged', 'trades/s', upload.acceptedPerSecond);
  figures.add('the large upload, completed', 'trades/s', upload.completedPerSecond);
}

function note(figures: FigureCollector, upload: TradeRates): void {
  figures.add(ACKNOWLEDGED, 'trades/s', upload.acceptedPerSecond);
  figures.add('trades completed', 'trades/s', upload.completedPerSecond);
  for (const [who, micros] of Object.entries(upload.cpuMicros))
    figures.add(`processor time until completed, ${who}`, 'µs/trade', micros);
  figures.add('trades in a batch', '', upload.batches.recordsPerBatch);
  figures.add('time of a batch', 'ms', upload.batches.msPerBatch);
}
