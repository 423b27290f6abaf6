import { join } from 'node:path';
import { findRunningEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { startBareHttp } from '../ceilings/bare-http.ts';
import { startBourse } from '../platform/bourse-process.ts';
import { checkBooks } from '../platform/check-books.ts';
import { makeWorkDirectory } from '../platform/work-directory.ts';
import type { FigureCollector } from '../report/figure.ts';
import { figureCollector } from '../report/figure.ts';
import type { BenchmarkCase } from './benchmark-case.ts';

const FULL = { cold: 3, warm: 5 };
const QUICK = { cold: 1, warm: 2 };
const COLD = 'cold start (empty data directory)';
const WARM = 'warm start';

/** From the start of the process to the first 200 of /api/v1/health/ready, as `npm start` does it: every role, with the demo. */
export const start: BenchmarkCase = {
  name: 'start',
  title: 'from the start of the process to its first answer',
  async run({ quick, say }) {
    const { cold, warm } = quick ? QUICK : FULL;
    const figures = figureCollector();
    const faults: string[] = [];
    for (let round = 0; round < cold; round += 1) {
      say(`  cold ${round + 1} of ${cold}`);
      const work = makeWorkDirectory();
      try {
        await measureBareStart(figures);
        const dataDirectory = join(work.path, 'data');
        figures.add(COLD, 'ms', await startOnce(dataDirectory));
        if (round < cold - 1) continue;
        for (let again = 0; again < warm; again += 1) figures.add(WARM, 'ms', await startOnce(dataDirectory, faults));
      } finally {
        work.remove();
      }
    }
    return {
      figures: figures.all(),
      verdicts: [
        { figure: figures.of(WARM), requirement: { bound: 'at-most', value: 2_000, reach: 1_000 } },
        { figure: figures.of(COLD), requirement: { bound: 'at-most', value: 8_000, reach: 4_000 } },
      ],
      faults,
    };
  },
};

/** What any Node process takes to listen. */
async function measureBareStart(figures: FigureCollector): Promise<void> {
  const startMs = performance.now();
  const bare = await startBareHttp();
  figures.add('bare node:http, until it listens', 'ms', performance.now() - startMs);
  bare.stop();
}

/** With `faults`, the books are checked as well: from the second start on they hold the cash of the demo. */
async function startOnce(dataDirectory: string, faults?: string[]): Promise<number> {
  const bourse = await startBourse({ dataDirectory, demo: true, environment: {} });
  try {
    await bourse.whenUp;
    if (faults !== undefined) {
      const connection = await findRunningEmbeddedPostgres(dataDirectory);
      if (connection === undefined) throw new Error('the database of Bourse is not running');
      faults.push(...(await checkBooks(connection, [])));
    }
    return bourse.readyAfterMs;
  } finally {
    await bourse.stop();
  }
}
