import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RequestOutcome } from '@bourse/application/ports/request-outcomes.ts';
import { utcDate } from '@bourse/core/time/utc.ts';
import type { StoredTrade } from '@bourse/core/trades/trade.ts';
import { createSeededRandom } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { createPostgresRequestOutcomes } from '@bourse/postgres/trades/postgres-request-outcomes.ts';
import { createPostgresTradeQueries } from '@bourse/postgres/trades/postgres-trade-queries.ts';
import { auditOf } from '../support/audit-of.ts';
import { inParallel } from '../support/crash/in-parallel.ts';
import { killInRounds } from '../support/crash/killing-rounds.ts';
import { persistentCall } from '../support/crash/persistent-call.ts';
import { createRandomTrades } from '../support/crash/random-trades.ts';
import type { PlacedSubmission } from '../support/crash/site-log.ts';
import { openSiteLog } from '../support/crash/site-log.ts';
import type { Supervised } from '../support/crash/supervised.ts';
import { supervise } from '../support/crash/supervised.ts';
import { createTradeCalls } from '../support/crash/trade-calls.ts';
import type { SentTrade, TradeLoad } from '../support/crash/trade-load.ts';
import { startTradeLoad } from '../support/crash/trade-load.ts';
import { leftovers } from '../support/leftovers.ts';
import type { RequestJson } from '../support/operator-client.ts';
import { OPERATOR_KEY } from '../support/test-platform.ts';
import type { TradingSite } from '../support/trading-site.ts';
import { openTradingSite } from '../support/trading-site.ts';
import { until } from '../support/until.ts';
import { createNaiveTrades } from '../trades/naive-trades.ts';

/** For long runs: CRASH_ROUNDS=500; to repeat what a run has drawn: CRASH_SEED=12345. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 12);
const SEED = Number(process.env['CRASH_SEED'] ?? randomInt(1_000_000));

const CLIENTS = 24;
const IDS_AT_ONCE = 200;
const PLACES_AT_ONCE = 2_000;
const MOST_MS = 180_000 + ROUNDS * 10_000;

const later = leftovers();
let site: TradingSite;
let roles: readonly Supervised[];
let load: TradeLoad;
let kills: Readonly<Record<string, number>>;
/** What the sender reads when everything has come to rest, by request id. */
let read: ReadonlyMap<string, RequestJson>;
/** All that was handed in, in the order of the log, and what became of each. */
let submitted: readonly PlacedSubmission[];
let outcomes: readonly (RequestOutcome | undefined)[];
let stored: readonly StoredTrade[];
let nowMs: number;

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
  const database = { name: 'database', share: 1, kill: killDatabase };
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
      `crash test of trades: ${load.trades.length} trades, ${keyed} with a key, ${submitted.length} records, kills`,
      kills,
    );
    expect(Object.values(kills).reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(ROUNDS);
    expect(Math.min(...Object.values(kills))).toBeGreaterThan(0);
    expect(roles.flatMap((role) => role.collapses())).toEqual([]);
  });

  it('every trade was acknowledged or refused, and those that were acknowledged have come to their end', () => {
    expect(load.trades.filter(({ ids, refusals }) => ids.size + refusals.size === 0)).toEqual([]);
    const isRight = ({ form }: SentTrade, request: RequestJson | undefined): boolean =>
      request?.trade_id === form.trade_id &&
      request.version === form.version &&
      ['SUCCESS', 'FAILED'].includes(request.status);
    const wrong = load.trades.flatMap((trade) =>
      [...trade.ids].filter((id) => !isRight(trade, read.get(id))).map((id) => [trade.form, read.get(id)]),
    );
    expect(wrong).toEqual([]);
  });

  it('no end ever changed after the sender was told of it', () => {
    expect(load.told.size).toBeGreaterThan(0);
    for (const [id, told] of load.told) expect(read.get(id)).toEqual(told);
  });

  it('every request has an id of its own', () => {
    // Of the requests with one key those that came after the decision were answered with the id of the first.
    const ids = load.trades.flatMap((trade) => [...trade.ids]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeLessThanOrEqual(submitted.length);
  });

  it('every record of the log has exactly one outcome', async () => {
    expect(submitted.filter((_, index) => outcomes[index] === undefined)).toEqual([]);
    const { rows } = await site.server.database.query((connection) =>
      sql<{ kept: bigint }>`SELECT coalesce(sum(records), 0)::bigint AS kept FROM trade_outcomes`.execute(connection),
    );
    expect(rows).toEqual([{ kept: BigInt(submitted.length) }]);
  });

  it('outcomes and stored trades are what the rules make of the log, one record after another', () => {
    const models = new Map<string, ReturnType<typeof createNaiveTrades>>();
    const decisions = submitted.map(({ submission }, index) => {
      const { tradeId, version } = submission.trade;
      const model = models.get(tradeId) ?? createNaiveTrades();
      models.set(tradeId, model);
      const { place, decidedAtMs } = outcomes[index]!;
      const failureReason = model.submit(submission, decidedAtMs);
      const { submittedBy, submittedAtMs: createdAtMs } = submission;
      return { place, tradeId, version, submittedBy, failureReason, createdAtMs, decidedAtMs };
    });
    expect(outcomes).toEqual(decisions);
    for (const model of models.values()) model.expire(nowMs);
    const expected = [...models.values()].flatMap((model) => model.trades());
    expect(stored.toSorted(byNameAndVersion)).toEqual(expected.toSorted(byNameAndVersion));
  });

  it('the highest version of each trade is the highest one that was acknowledged and succeeded', () => {
    const succeeded = load.trades.filter(({ ids }) => [...ids].some((id) => read.get(id)?.status === 'SUCCESS'));
    expect(highestOf(stored)).toEqual(
      highestOf(succeeded.map(({ form }) => ({ tradeId: form.trade_id, version: form.version }))),
    );
  });

  it('what was refused at once was refused for a reason', () => {
    const highest = highestOf(stored);
    for (const { form, asHistory, refusals } of load.trades) {
      if (refusals.has('maturity-passed')) expect(form.maturity_date < utcDate(nowMs)).toBe(true);
      if (refusals.has('version-superseded')) expect(form.version).toBeLessThan(highest.get(form.trade_id)!);
      if (asHistory) expect([...refusals].filter((refusal) => refusal !== 'idempotency-key-reused')).toEqual([]);
    }
  });

  it('a key had one effect, and every request with it was told the same', () => {
    const keyed = Map.groupBy(
      load.trades.filter(({ idempotencyKey }) => idempotencyKey !== null),
      ({ idempotencyKey }) => idempotencyKey!,
    );
    expect(keyed.size).toBeGreaterThan(0);
    for (const sameKey of keyed.values()) {
      // What is refused at once takes no key. Of the others the first one does, and for all that differ from it the key is taken.
      const decided = sameKey.filter(({ ids }) => ids.size > 0);
      const taken = decided.filter((trade) => !reasonsOf(trade).has('idempotency-key-reused'));
      expect(taken.length).toBeLessThanOrEqual(1);
      for (const trade of decided) expect(endsOf(trade).size).toBe(1);
    }
  });

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

/** The next one is killed only when there is one again. */
function killDatabase(): void {
  try {
    process.kill(site.server.server.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Every command is decided. Then all that there is to see is read, by the api and behind it. */
async function comeToRest(): Promise<void> {
  const { database } = site.server;
  const log = await openSiteLog(database);
  await until('the processors to have nothing left to do', async () => (await log.lag()) === 0, 60_000);
  nowMs = Date.now();
  const ids = load.trades.flatMap((trade) => [...trade.ids]);
  const calls = createTradeCalls(OPERATOR_KEY, () => roles[1]!.url());
  const answers = await inParallel(parts(ids, IDS_AT_ONCE), 4, async (some) => {
    const { body } = await persistentCall(() => calls.requests(some));
    return body!.items;
  });
  read = new Map(answers.flat().map((request) => [request.request_id, request]));
  submitted = await log.submissions();
  const places = parts(
    submitted.map(({ place }) => place),
    PLACES_AT_ONCE,
  );
  const finder = createPostgresRequestOutcomes(database);
  outcomes = (await inParallel(places, 2, (some) => finder.find(some))).flat();
  stored = await allStored();
}

async function allStored(): Promise<readonly StoredTrade[]> {
  const filter = { bookId: null, counterpartyId: null, maturityFrom: null, maturityTo: null, expired: null };
  const { items, next } = await createPostgresTradeQueries(site.server.database).list({
    ...filter,
    versions: 'all',
    today: utcDate(nowMs),
    limit: 1_000_000,
    after: null,
  });
  expect(next).toBeNull();
  return items;
}

function parts<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function highestOf(
  trades: readonly { readonly tradeId: string; readonly version: number }[],
): ReadonlyMap<string, number> {
  const highest = new Map<string, number>();
  for (const { tradeId, version } of trades) highest.set(tradeId, Math.max(version, highest.get(tradeId) ?? 0));
  return highest;
}

/** The different ends that the requests of a trade have come to behind the log. */
function endsOf({ ids }: SentTrade): ReadonlySet<string> {
  return new Set([...ids].map((id) => `${read.get(id)!.status} ${read.get(id)!.failure_reason}`));
}

/** Why a trade was not stored, at once or behind the log. */
function reasonsOf({ ids, refusals }: SentTrade): ReadonlySet<string | null> {
  return new Set([...refusals, ...[...ids].map((id) => read.get(id)!.failure_reason)]);
}

function byNameAndVersion(one: StoredTrade, other: StoredTrade): number {
  if (one.tradeId !== other.tradeId) return one.tradeId < other.tradeId ? -1 : 1;
  return one.version - other.version;
}
