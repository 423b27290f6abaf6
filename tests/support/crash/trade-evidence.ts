import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { RequestOutcome } from '@bourse/application/ports/request-outcomes.ts';
import { utcDate } from '@bourse/core/time/utc.ts';
import type { StoredTrade } from '@bourse/core/trades/trade.ts';
import type { Database } from '@bourse/postgres/database.ts';
import { createPostgresRequestOutcomes } from '@bourse/postgres/trades/postgres-request-outcomes.ts';
import { createPostgresTradeQueries } from '@bourse/postgres/trades/postgres-trade-queries.ts';
import { createNaiveTrades } from '../../trades/naive-trades.ts';
import type { RequestJson } from '../operator-client.ts';
import { inParallel } from './in-parallel.ts';
import { persistentCall } from './persistent-call.ts';
import type { PlacedSubmission, SiteLog } from './site-log.ts';
import type { TradeCalls } from './trade-calls.ts';
import type { SentTrade, TradeLoad } from './trade-load.ts';

/** What there is to see of trades when everything has come to rest. */
export interface TradeEvidence {
  readonly database: Database;
  readonly load: TradeLoad;
  /** What the sender reads, by request id. */
  readonly read: ReadonlyMap<string, RequestJson>;
  /** All that was handed in, in the order of the log, and what became of each. */
  readonly submitted: readonly PlacedSubmission[];
  readonly outcomes: readonly (RequestOutcome | undefined)[];
  readonly stored: readonly StoredTrade[];
  readonly nowMs: number;
}

const IDS_AT_ONCE = 200;
const PLACES_AT_ONCE = 2_000;

/** Reads it all, by the api and behind it. */
export async function readTradeEvidence(
  database: Database,
  log: SiteLog,
  calls: TradeCalls,
  load: TradeLoad,
): Promise<TradeEvidence> {
  const nowMs = Date.now();
  const ids = load.trades.flatMap((trade) => [...trade.ids]);
  const answers = await inParallel(parts(ids, IDS_AT_ONCE), 4, async (some) => {
    const { body } = await persistentCall(() => calls.requests(some));
    return body!.items;
  });
  const submitted = await log.submissions();
  const places = parts(
    submitted.map(({ place }) => place),
    PLACES_AT_ONCE,
  );
  const finder = createPostgresRequestOutcomes(database);
  return {
    database,
    load,
    read: new Map(answers.flat().map((request) => [request.request_id, request])),
    submitted,
    outcomes: (await inParallel(places, 2, (some) => finder.find(some))).flat(),
    stored: await allStored(database, nowMs),
    nowMs,
  };
}

/** What must hold for the trades, whoever died while they were handed in and decided. */
export function tradesHold(evidence: () => TradeEvidence): void {
  it('every trade was acknowledged or refused, and those that were acknowledged have come to their end', () => {
    const { load, read } = evidence();
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

  it('no end of a request ever changed after the sender was told of it', () => {
    const { load, read } = evidence();
    expect(load.told.size).toBeGreaterThan(0);
    for (const [id, told] of load.told) expect(read.get(id)).toEqual(told);
  });

  it('every request has an id of its own', () => {
    const { load, submitted } = evidence();
    // Of the requests with one key those that came after the decision were answered with the id of the first.
    const ids = load.trades.flatMap((trade) => [...trade.ids]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeLessThanOrEqual(submitted.length);
  });

  it('every trade in the log has exactly one outcome', async () => {
    const { submitted, outcomes, database } = evidence();
    expect(submitted.filter((_, index) => outcomes[index] === undefined)).toEqual([]);
    const { rows } = await database.query((connection) =>
      sql<{ kept: bigint }>`SELECT coalesce(sum(records), 0)::bigint AS kept FROM trade_outcomes`.execute(connection),
    );
    expect(rows).toEqual([{ kept: BigInt(submitted.length) }]);
  });

  it('outcomes and stored trades are what the rules make of the log, one record after another', () => {
    const { submitted, outcomes, stored, nowMs } = evidence();
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
    const { load, read, stored } = evidence();
    const succeeded = load.trades.filter(({ ids }) => [...ids].some((id) => read.get(id)?.status === 'SUCCESS'));
    expect(highestOf(stored)).toEqual(
      highestOf(succeeded.map(({ form }) => ({ tradeId: form.trade_id, version: form.version }))),
    );
  });

  it('the trades that were refused at once were refused for a reason', () => {
    const { load, stored, nowMs } = evidence();
    const highest = highestOf(stored);
    for (const { form, asHistory, refusals } of load.trades) {
      if (refusals.has('maturity-passed')) expect(form.maturity_date < utcDate(nowMs)).toBe(true);
      if (refusals.has('version-superseded')) expect(form.version).toBeLessThan(highest.get(form.trade_id)!);
      if (asHistory) expect([...refusals].filter((refusal) => refusal !== 'idempotency-key-reused')).toEqual([]);
    }
  });

  it('a key had one effect, and every request with it was told the same', () => {
    const { load, read } = evidence();
    const keyed = Map.groupBy(
      load.trades.filter(({ idempotencyKey }) => idempotencyKey !== null),
      ({ idempotencyKey }) => idempotencyKey!,
    );
    expect(keyed.size).toBeGreaterThan(0);
    for (const sameKey of keyed.values()) {
      // What is refused at once takes no key. Of the others the first one does, and for all that differ from it the key is taken.
      const decided = sameKey.filter(({ ids }) => ids.size > 0);
      const taken = decided.filter((trade) => !reasonsOf(trade, read).has('idempotency-key-reused'));
      expect(taken.length).toBeLessThanOrEqual(1);
      for (const trade of decided) expect(endsOf(trade, read).size).toBe(1);
    }
  });
}

async function allStored(database: Database, nowMs: number): Promise<readonly StoredTrade[]> {
  const filter = { bookId: null, counterpartyId: null, maturityFrom: null, maturityTo: null, expired: null };
  const { items, next } = await createPostgresTradeQueries(database).list({
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
function endsOf({ ids }: SentTrade, read: TradeEvidence['read']): ReadonlySet<string> {
  return new Set([...ids].map((id) => `${read.get(id)!.status} ${read.get(id)!.failure_reason}`));
}

/** Why a trade was not stored, at once or behind the log. */
function reasonsOf({ ids, refusals }: SentTrade, read: TradeEvidence['read']): ReadonlySet<string | null> {
  return new Set([...refusals, ...[...ids].map((id) => read.get(id)!.failure_reason)]);
}

function byNameAndVersion(one: StoredTrade, other: StoredTrade): number {
  if (one.tradeId !== other.tradeId) return one.tradeId < other.tradeId ? -1 : 1;
  return one.version - other.version;
}
