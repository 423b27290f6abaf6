import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findRunningEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { startBareHttp } from '../ceilings/bare-http.ts';
import { memoryUse } from '../machine/memory-use.ts';
import { startBourse } from '../platform/bourse-process.ts';
import { checkBooks } from '../platform/check-books.ts';
import { makeWorkDirectory } from '../platform/work-directory.ts';
import type { FigureCollector } from '../report/figure.ts';
import { figureCollector } from '../report/figure.ts';
import type { BenchmarkCase } from './benchmark-case.ts';

const FULL = { rounds: 3, idleSeconds: 30 };
const QUICK = { rounds: 1, idleSeconds: 8 };
const TOTAL = 'Bourse and its database, PSS';

/** Memory after half a minute in which nothing is asked and the prices of the demo move. */
export const memory: BenchmarkCase = {
  name: 'memory',
  title: 'memory at rest, every role in one process and its database',
  async run({ quick, say }) {
    const { rounds, idleSeconds } = quick ? QUICK : FULL;
    const figures = figureCollector();
    const faults: string[] = [];
    const work = makeWorkDirectory();
    try {
      for (let round = 0; round < rounds; round += 1) {
        say(`  round ${round + 1} of ${rounds}: ${idleSeconds} s of rest`);
        await measureBare(figures);
        faults.push(...(await measureBourse(join(work.path, 'data'), idleSeconds, figures)));
      }
    } finally {
      work.remove();
    }
    return {
      figures: figures.all(),
      verdicts: [{ figure: figures.of(TOTAL), requirement: { bound: 'at-most', value: 300, reach: 200 } }],
      faults,
    };
  },
};

/** What any Node process with an HTTP server takes. */
async function measureBare(figures: FigureCollector): Promise<void> {
  const bare = await startBareHttp();
  figures.add('bare node:http, PSS', 'MB', memoryUse(bare.pid).ownPssMb);
  bare.stop();
}

async function measureBourse(dataDirectory: string, idleSeconds: number, figures: FigureCollector): Promise<string[]> {
  const bourse = await startBourse({ dataDirectory, demo: true, environment: {} });
  try {
    await bourse.whenUp;
    await delay(idleSeconds * 1_000);
    const { ownPssMb, descendantsPssMb, ownRssMb } = memoryUse(bourse.pid);
    figures.add(TOTAL, 'MB', ownPssMb + descendantsPssMb);
    figures.add('the Node process, PSS', 'MB', ownPssMb);
    figures.add('the Node process, RSS', 'MB', ownRssMb);
    figures.add('the database server, PSS', 'MB', descendantsPssMb);
    const connection = await findRunningEmbeddedPostgres(dataDirectory);
    if (connection === undefined) throw new Error('the database of Bourse is not running');
    return await checkBooks(connection, []);
  } finally {
    await bourse.stop();
  }
}
