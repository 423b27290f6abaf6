import { startEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { startBourse } from '../platform/bourse-process.ts';
import { openBourseUnderLoad } from '../platform/bourse-under-load.ts';
import { fillTrades } from '../platform/fill-trades.ts';
import { tradeReads } from '../platform/trade-reads.ts';
import type { FigureCollector } from '../report/figure.ts';
import { figureCollector } from '../report/figure.ts';
import type { LoadResult } from '../load/load-job.ts';
import type { BenchmarkCase } from './benchmark-case.ts';
import type { TradeSession } from './trade-session.ts';
import { tradeSession } from './trade-session.ts';

const CLOSED = { kind: 'closed', connections: 128 } as const;
const READS = { kind: 'open', connections: 64, perSecond: 50 } as const;
const FULL = { rows: 10_000_000, rounds: 5, seconds: 4, lines: 60_000, warmSeconds: 4, readSeconds: 8 };
const QUICK = { rows: 200_000, rounds: 2, seconds: 2, lines: 20_000, warmSeconds: 1, readSeconds: 3 };
const REQUIREMENT = { bound: 'at-least', value: 0.8, reach: 0.95 } as const;

/** Two platforms side by side, one of them new and one with all those trades: each round measures both, in turn. */
export const tradesGrowth: BenchmarkCase = {
  name: 'trades-growth',
  title: 'trades completed singly and in bulk with 10 million stored, against an empty start; lists and reads',
  async run({ quick, profileDirectory, say }) {
    const effort = quick ? QUICK : FULL;
    const figures = figureCollector();
    const empty = await openBourseUnderLoad({ profileDirectory: null });
    try {
      say(`  storing ${effort.rows.toLocaleString('en-GB')} trades`);
      const full = await openBourseUnderLoad({
        profileDirectory,
        prepare: async (directory) => {
          figures.add('storing the trades before', 's', await storeTrades(directory, effort.rows));
        },
      });
      try {
        const sides = { 'empty start': tradeSession(empty), [fullName(effort.rows)]: tradeSession(full) };
        await measureSides(sides, effort, figures, say);
        say('  looking for every trade');
        const faults: string[] = [];
        for (const session of Object.values(sides)) faults.push(...(await session.check()));
        const verdicts = [SINGLE, BULK].map((name) => ({
          figure: figures.of(ratioOf(name)),
          requirement: REQUIREMENT,
        }));
        return { figures: figures.all(), verdicts, faults };
      } finally {
        await full.close();
      }
    } finally {
      await empty.close();
    }
  },
};

const SINGLE = 'single trades, completed';
const BULK = 'in bulk, completed';
const BULK_TAKEN = 'in bulk, acknowledged';

function fullName(rows: number): string {
  return `${rows / 1e6} million stored`;
}

function ratioOf(name: string): string {
  return `${name}: many stored ÷ empty start`;
}

/** Makes the tables by a start of Bourse, and fills them while nobody uses them. Answers how long that took, seconds. */
async function storeTrades(dataDirectory: string, rows: number): Promise<number> {
  const startMs = performance.now();
  const bourse = await startBourse({ dataDirectory, demo: false, environment: {} });
  await bourse.stop();
  const server = await startEmbeddedPostgres({ dataDirectory });
  try {
    await fillTrades(server.connection, rows, Date.now());
  } finally {
    await server.stop();
  }
  return (performance.now() - startMs) / 1_000;
}

async function measureSides(
  sides: Readonly<Record<string, TradeSession>>,
  effort: typeof FULL,
  figures: FigureCollector,
  say: (text: string) => void,
): Promise<void> {
  const names = Object.keys(sides);
  say('  warming up');
  for (const session of Object.values(sides)) {
    await session.load({ run: 'warm', pace: CLOSED, end: { seconds: effort.seconds } });
    await session.upload('warmup', effort.lines);
  }
  for (let round = 0; round < effort.rounds; round += 1) {
    say(`  round ${round + 1} of ${effort.rounds}`);
    const rates = new Map<string, number[]>();
    // Every other round is turned round, so that a machine that becomes slower does not favour one side.
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const session = sides[name];
      if (session === undefined) continue;
      const single = await session.load({ run: `c${round}`, pace: CLOSED, end: { seconds: effort.seconds } });
      const bulk = await session.upload(`u${round}`, effort.lines);
      figures.add(`${SINGLE}, ${name}`, 'trades/s', single.completedPerSecond);
      figures.add(`${BULK}, ${name}`, 'trades/s', bulk.completedPerSecond);
      figures.add(`${BULK_TAKEN}, ${name}`, 'trades/s', bulk.acceptedPerSecond);
      figures.add(`processor time in bulk, database, ${name}`, 'µs/trade', bulk.cpuMicros.database);
      rates.set(name, [single.completedPerSecond, bulk.completedPerSecond, bulk.acceptedPerSecond]);
    }
    const [few = [], many = []] = names.map((name) => rates.get(name));
    for (const [index, name] of [SINGLE, BULK, BULK_TAKEN].entries())
      figures.add(ratioOf(name), '', (many[index] ?? NaN) / (few[index] ?? NaN));
  }
  say('  reading');
  const full = sides[names[1] ?? ''];
  if (full !== undefined) await measureReads(full, effort, figures);
}

async function measureReads(session: TradeSession, effort: typeof FULL, figures: FigureCollector): Promise<void> {
  const kinds = Object.entries(await tradeReads(session.site, effort.rows, Date.now()));
  await readAll(session, kinds, effort.warmSeconds);
  for (const [kind, { latency }] of await readAll(session, kinds, effort.readSeconds))
    figures.addLatency(`${kind}, ${fullName(effort.rows)}`, latency);
}

/** All kinds at once, each at a fixed rate. */
function readAll(
  session: TradeSession,
  kinds: readonly (readonly [kind: string, requests: readonly string[]])[],
  seconds: number,
): Promise<readonly (readonly [kind: string, result: LoadResult])[]> {
  const { bourse, generator } = session.site;
  return Promise.all(
    kinds.map(async ([kind, requests]) => {
      const plan = { kind: 'repeat', requests } as const;
      const result = await generator.run({
        port: bourse.port,
        pace: READS,
        plan,
        end: { seconds },
        expectedStatus: 200,
      });
      session.expectAllGood(result, kind);
      return [kind, result] as const;
    }),
  );
}
