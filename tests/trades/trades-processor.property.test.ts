import type { RequestStatus } from '@bourse/application/trades/request-status.ts';
import type { TradeSubmission } from '@bourse/application/trades/trade-submission.ts';
import { partitionOf } from '@bourse/core/partitioning/partition-of.ts';
import type { StoredTrade } from '@bourse/core/trades/trade.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newTrade, NOON_MS, tradesWorld } from './trades-world.ts';
import { createNaiveTrades } from './naive-trades.ts';

const PARTITIONS = 2;
const TRADE_IDS = ['T1', 'T2', 'T3', 'T4'];

const submission = fc.record({
  tradeId: fc.constantFrom(...TRADE_IDS),
  version: fc.integer({ min: 1, max: 5 }),
  bookId: fc.constantFrom('B1', 'B2'),
  maturityDate: fc.constantFrom('2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22', '2026-12-20'),
  createdDate: fc.constantFrom(null, '2026-11-01'),
  asHistory: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  submittedBy: fc.constantFrom('ada', 'grace'),
  /** A key belongs to one trade here: between partitions nobody could say which of two came first. */
  key: fc.option(fc.constantFrom('k1', 'k2'), { nil: null, freq: 3 }),
  /** How often the very same record comes. */
  times: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(2) }),
});

/** What comes before the log is worked off once: appends, time, perhaps an expiry, another worker, and commits that fail. */
const round = fc.record({
  appends: fc.array(fc.array(submission, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
  ms: fc.constantFrom(0, 1, 3_600_000, 12 * 3_600_000, 30 * 3_600_000),
  expired: fc.boolean(),
  replaced: fc.boolean(),
  failures: fc.array(fc.constantFrom('before' as const, 'after' as const), { maxLength: 3 }),
});

type Drawn = typeof submission extends fc.Arbitrary<infer Value> ? Value : never;

it('trades and requests agree with the naive model, however submissions are batched and repeated and whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(round, { minLength: 1, maxLength: 8, size: 'max' }),
      fc.constantFrom({ maxBatchRecords: 1, maxTrades: 1 }, { maxBatchRecords: 5, maxTrades: 2 }, {}),
      async (rounds, limits) => {
        const world = tradesWorld({ partitions: PARTITIONS, limits });
        const model = createNaiveTrades();
        const expected = new Map<string, { readonly submittedBy: string; readonly failureReason: string | null }>();
        world.start();

        for (const { appends, ms, expired, replaced, failures } of rounds) {
          world.failCommits(...failures);
          if (replaced) await world.replaceWorker();
          world.clock.jumpTo(world.clock.now() + ms);
          const atMs = world.clock.now();
          if (expired) {
            await world.store.expire(new Date(atMs).toISOString().slice(0, 10), 100);
            model.expire(atMs);
          }
          for (const drawn of appends) {
            const submissions = drawn.flatMap((one) =>
              Array.from({ length: one.times }, () => submissionOf(one, atMs)),
            );
            const requestIds = await world.append(...submissions);
            submissions.forEach((one, index) => {
              const failureReason = model.submit(one, atMs);
              expected.set(requestIds[index]!, { submittedBy: one.submittedBy, failureReason });
            });
          }
          await world.decided();
          expect(sorted(world.store.trades())).toEqual(sorted(model.trades()));
        }

        for (const user of ['ada', 'grace']) {
          const own = [...expected].filter(([, { submittedBy }]) => submittedBy === user);
          const statuses = await world.desk.statuses([...expected.keys()], user);
          expect(statuses.map(answerOf)).toEqual(
            own.map(([requestId, { failureReason }]) => ({
              requestId,
              status: failureReason === null ? 'SUCCESS' : 'FAILED',
              failureReason,
            })),
          );
        }
        expect(world.outcomes.outcomes()).toHaveLength(expected.size);
        expect(world.deadLetters.letters()).toEqual([]);
        await world.stop();
      },
    ),
    { numRuns: 300 },
  );
});

it('the trades of the model lie in more than one partition', () => {
  expect(new Set(TRADE_IDS.map((tradeId) => partitionOf(tradeId, PARTITIONS))).size).toBe(PARTITIONS);
});

it('nothing that was taken is lost or told twice when the same key comes for trades of two partitions at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...TRADE_IDS), { minLength: 1, maxLength: 8 }), async (tradeIds) => {
      const world = tradesWorld({ partitions: PARTITIONS });
      world.start();
      const requestIds = await world.append(
        ...tradeIds.map((tradeId): TradeSubmission => ({
          ...{ asHistory: false, submittedBy: 'ada', submittedAtMs: NOON_MS, idempotencyKey: 'key' },
          trade: newTrade({ tradeId }),
        })),
      );
      await world.decided();
      const statuses = await world.desk.statuses(requestIds, 'ada');
      const [stored, ...others] = world.store.trades();
      expect(others).toEqual([]);
      expect(statuses.map(({ tradeId, failureReason }) => [tradeId, failureReason])).toEqual(
        tradeIds.map((tradeId) => [tradeId, tradeId === stored?.tradeId ? null : 'idempotency-key-reused']),
      );
      await world.stop();
    }),
    { numRuns: 50 },
  );
});

function submissionOf(
  { tradeId, version, bookId, maturityDate, createdDate, ...rest }: Drawn,
  atMs: number,
): TradeSubmission {
  const { asHistory, submittedBy, key } = rest;
  return {
    trade: newTrade({ tradeId, version, bookId, maturityDate, createdDate }),
    asHistory,
    submittedBy,
    submittedAtMs: atMs,
    idempotencyKey: key === null ? null : `${tradeId} ${key}`,
  };
}

function answerOf({ requestId, status, failureReason }: RequestStatus) {
  return { requestId, status, failureReason };
}

function sorted(trades: readonly StoredTrade[]): readonly StoredTrade[] {
  return trades.toSorted((one, other) =>
    one.tradeId === other.tradeId ? one.version - other.version : one.tradeId < other.tradeId ? -1 : 1,
  );
}
