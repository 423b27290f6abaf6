import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { auditOf } from '../support/audit-of.ts';
import { killDatabase, killInRounds } from '../support/crash/killing-rounds.ts';
import { createRandomTrades } from '../support/crash/random-trades.ts';
import { openSiteLog } from '../support/crash/site-log.ts';
import type { Supervised } from '../support/crash/supervised.ts';
import { supervise } from '../support/crash/supervised.ts';
import { createTradeCalls } from '../support/crash/trade-calls.ts';
import type { TradeEvidence } from '../support/crash/trade-evidence.ts';
import { readTradeEvidence, tradesHold } from '../support/crash/trade-evidence.ts';
import type { TradeLoad } from '../support/crash/trade-load.ts';
import { startTradeLoad } from '../support/crash/trade-load.ts';
import { leftovers } from '../support/leftovers.ts';
import { OPERATOR_KEY } from '../support/test-platform.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';

/** For long runs: CRASH_ROUNDS=500; to repeat what a run has drawn: CRASH_SEED=12345. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 20);
const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(1_000_000));

const CLIENTS = 24;
const MOST_MS = 180_000 + ROUNDS * 10_000;

const later = leftovers();
let site: TradingSite;
let roles: readonly Supervised[];
let load: TradeLoad;
let kills: Readonly<Record<string, number>>;
let evidence: TradeEvidence;

beforeAll(async () => {
  console.log(`crash test of trades: CRASH_SEED=${SEED} CRASH_ROUNDS=${ROUNDS}`);
  const random = createSeededRandom(SEED);
  site = await openTradingSite({
    BOURSE_OPERATOR_KEY: OPERATOR_KEY,
    WORKER_LEASE_MS: '1500',
    AUDIT_EVERY_MS: '1000',
  });
  later(() => site.close());
  const [whole, api, worker] = (['start', 'api', 'worker'] as const).map((role) =>
    supervise(role, () => site.start(role)),
  ) as [Supervised, Supervised, Supervised];
  roles = [whole, api, worker];
  later(() => Promise.all(roles.map((role) => role.end())));

  const calls = createTradeCalls(OPERATOR_KEY, () => (random() < 0.5 ? whole : api).url());
  load = startTradeLoad({ calls, clients: CLIENTS, draw: createRandomTrades(random), random });
  const database = { name: 'database', share: 1, kill: () => killDatabase(site.server) };
  kills = await killInRounds([{ ...whole, share: 1 }, { ...api, share: 1 }, { ...worker, share: 1 }, database], {
    rounds: ROUNDS,
    random,
    answered: () => load.answered(),
  });
  await load.stop();
  await comeToRest();
}, MOST_MS);

describe('after kill -9 of the whole, an api, a worker and the database server at random moments', () => {
  it('every one of them was killed, and none of them ever ended by itself', () => {
    const keyed = load.trades.filter(({ idempotencyKey }) => idempotencyKey !== null).length;
    console.log(
      `crash test of trades: ${load.trades.length} trades, ${keyed} with a key, ${evidence.submitted.length} records, kills`,
      kills,
    );
    expect(Object.values(kills).reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(ROUNDS);
    expect(Math.min(...Object.values(kills))).toBeGreaterThan(0);
    expect(roles.flatMap((role) => role.collapses())).toEqual([]);
  });

  tradesHold(() => evidence);

  it('the books are in order, the self-audit found nothing else, and nothing went to the dead letters', async () => {
    expect((await auditOf(site.server.database)).findings).toEqual([]);
    // An api tells as errors what it could not answer while the database was away.
    const told = roles.flatMap((role) => role.errors());
    const processors = told.filter((line) => !/^(request failed|a bulk upload was stopped by a fault) /.test(line));
    expect(processors).toEqual([]);
    const { rows } = await site.server.database.query((connection) =>
      sql`SELECT topic, reason FROM dead_letters`.execute(connection),
    );
    expect(rows).toEqual([]);
  });

  it('all of them still end in good order when they are asked to', async () => {
    const endings = await Promise.all(roles.map((role) => role.stop()));
    expect(endings).toEqual(roles.map(() => ({ code: 0, signal: null })));
  });
});

/** Every command is decided. Then all that there is to see is read, by the api and behind it. */
async function comeToRest(): Promise<void> {
  const { database } = site.server;
  const log = await openSiteLog(database);
  await until('the processors to have nothing left to do', async () => (await log.lag()) === 0, 60_000);
  const calls = createTradeCalls(OPERATOR_KEY, () => roles[1]!.url());
  evidence = await readTradeEvidence(database, log, calls, load);
}
