import { isFault } from '@bourse/application/ports/fault.ts';
import type { KeyedRequest, RequestOutcome, RequestOutcomes } from '@bourse/application/ports/request-outcomes.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import { TRADE_REFUSALS } from '@bourse/core/trades/trade-decider.ts';
import { describe, expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';
import { requestOutcome } from '../support/trade-fixtures.ts';

/** Outcomes in an empty store. */
export interface RequestOutcomesSubject {
  readonly outcomes: RequestOutcomes;
  readonly transactions: Transactions;
}

const NOON_MS = 1_795_000_000_000;

const KEYED: KeyedRequest = {
  submittedBy: 'ada',
  idempotencyKey: 'first',
  place: { partition: 3, position: 9_007_199_254_740_993n },
  fingerprint: '["T1",1,"CP-1","B1","2026-12-20",null,false]',
  failureReason: null,
  decidedAtMs: NOON_MS,
};

const at = (position: bigint, partition = 0) => ({ partition, position });

/** What every store of request outcomes has to do. */
export function requestOutcomesContract(adapter: string, open: () => Promise<RequestOutcomesSubject>): void {
  const openStore = async () => {
    const { outcomes, transactions } = await open();
    const save = (saved: readonly RequestOutcome[], keyed: readonly KeyedRequest[] = []) =>
      transactions.run((transaction) => outcomes.save(transaction, saved, keyed));
    const saveAt = (...positions: readonly bigint[]) =>
      save(positions.map((position) => requestOutcome({ place: at(position) })));
    return { outcomes, transactions, save, saveAt };
  };

  contractSuite('RequestOutcomes', adapter, () => {
    it('finds nothing at first', async () => {
      const { outcomes } = await openStore();
      expect(await outcomes.find([at(0n), at(5n, 7)])).toEqual([undefined, undefined]);
      expect(await outcomes.find([])).toEqual([]);
      expect(await outcomes.ofKeys([KEYED])).toEqual([undefined]);
      expect(await outcomes.ofKeys([])).toEqual([]);
    });

    it('keeps every field of an outcome', async () => {
      const { outcomes, save } = await openStore();
      const saved = [
        requestOutcome({
          place: at(9_007_199_254_740_993n),
          tradeId: '[1,"]\\ {漢字,🦉}',
          version: 2_147_483_647,
          submittedBy: 'Grace "B."',
          createdAtMs: 1,
          decidedAtMs: 8_640_000_000_000_000,
        }),
        ...TRADE_REFUSALS.map((failureReason, index) =>
          requestOutcome({ place: at(9_007_199_254_740_994n + BigInt(index)), failureReason }),
        ),
      ];
      await save(saved);
      expect(await outcomes.find(saved.map(({ place }) => place))).toEqual(saved);
    });

    it('finds each of many by its place, in the order asked for, over batches and partitions', async () => {
      const { outcomes, save } = await openStore();
      const batchOf = (first: number, count: number) =>
        Array.from({ length: count }, (_, index) => {
          const position = BigInt(first + index);
          return [0, 1].map((partition) =>
            requestOutcome({ place: at(position, partition), tradeId: `T${partition}-${position}` }),
          );
        }).flat();
      const batches = [batchOf(0, 1), batchOf(1, 1_200), batchOf(1_201, 20)];
      for (const batch of batches) await save(batch);
      const all = batches.flat().toReversed();
      expect(await outcomes.find(all.map(({ place }) => place))).toEqual(all);
      expect(await outcomes.find([at(1_221n), at(3n, 2)])).toEqual([undefined, undefined]);
    });

    it('finds nothing where a record was left out, in the middle of a batch or between two', async () => {
      const { outcomes, saveAt } = await openStore();
      await saveAt(10n, 12n, 13n);
      await saveAt(15n);
      const found = await outcomes.find([9n, 10n, 11n, 12n, 13n, 14n, 15n, 16n, 1n].map((position) => at(position)));
      expect(found.map((outcome) => outcome?.place.position)).toEqual([
        undefined,
        10n,
        undefined,
        12n,
        13n,
        undefined,
        15n,
        undefined,
        undefined,
      ]);
    });

    it('saves nothing when the transaction rolls back', async () => {
      const { outcomes, transactions } = await openStore();
      const run = transactions.run(async (transaction) => {
        await outcomes.save(transaction, [requestOutcome()], [KEYED]);
        throw new RangeError('rolled back');
      });
      await expect(run).rejects.toThrow('rolled back');
      expect(await outcomes.find([at(0n)])).toEqual([undefined]);
      expect(await outcomes.ofKeys([KEYED])).toEqual([undefined]);
    });

    it('saves a batch of none', async () => {
      const { outcomes, save } = await openStore();
      await save([]);
      expect(await outcomes.removeBefore(Number.MAX_SAFE_INTEGER, 10)).toBe(0);
    });

    describe('a key', () => {
      it('is found with everything that was saved with it, for its sender only', async () => {
        const { outcomes, save } = await openStore();
        const refused = { ...KEYED, idempotencyKey: 'a "key" \\', failureReason: 'maturity-passed' as const };
        await save([], [KEYED, refused]);
        const grace = { submittedBy: 'grace', idempotencyKey: 'first' };
        expect(await outcomes.ofKeys([refused, grace, KEYED, { ...KEYED, idempotencyKey: 'FIRST' }])).toEqual([
          refused,
          undefined,
          KEYED,
          undefined,
        ]);
      });

      it('stays as it was saved first: a batch that has it again does not take effect', async () => {
        const { outcomes, save } = await openStore();
        const again = { ...KEYED, fingerprint: 'another', place: at(1n) };
        const isUnavailable = (error: unknown) => isFault(error, 'unavailable');
        await expect(save([], [KEYED, again])).rejects.toSatisfy(isUnavailable);
        expect(await outcomes.ofKeys([KEYED])).toEqual([undefined]);
        await save([], [KEYED]);
        const other = { ...KEYED, idempotencyKey: 'second' };
        await expect(save([requestOutcome({ place: at(1n) })], [other, again])).rejects.toSatisfy(isUnavailable);
        expect(await outcomes.ofKeys([KEYED, other])).toEqual([KEYED, undefined]);
        expect(await outcomes.find([at(1n)])).toEqual([undefined]);
      });
    });

    describe('the removal', () => {
      const decided = (position: bigint, decidedAtMs: number, partition = 0) =>
        requestOutcome({ place: at(position, partition), createdAtMs: decidedAtMs, decidedAtMs });

      it('takes what was decided before a moment, in every partition', async () => {
        const { outcomes, save } = await openStore();
        for (const partition of [0, 1, 5]) {
          await save([decided(0n, NOON_MS - 1, partition)]);
          await save([decided(1n, NOON_MS, partition)]);
        }
        expect(await outcomes.removeBefore(NOON_MS, 10)).toBe(3);
        for (const partition of [0, 1, 5]) {
          expect(await outcomes.find([at(0n, partition), at(1n, partition)])).toEqual([
            undefined,
            decided(1n, NOON_MS, partition),
          ]);
        }
        expect(await outcomes.removeBefore(NOON_MS, 10)).toBe(0);
      });

      it('takes no more of a partition in one call than it was told, the oldest first', async () => {
        const { outcomes, save } = await openStore();
        for (const position of [0n, 1n, 2n]) await save([decided(position, NOON_MS - 1)]);
        expect(await outcomes.removeBefore(NOON_MS, 2)).toBe(2);
        expect(await outcomes.find([at(0n), at(1n), at(2n)])).toEqual([undefined, undefined, decided(2n, NOON_MS - 1)]);
        expect(await outcomes.removeBefore(NOON_MS, 2)).toBe(1);
      });

      it('takes keys with what they stand for', async () => {
        const { outcomes, save } = await openStore();
        const older = { ...KEYED, idempotencyKey: 'older', decidedAtMs: NOON_MS - 1 };
        await save([], [KEYED, older]);
        expect(await outcomes.removeBefore(NOON_MS, 10)).toBe(1);
        expect(await outcomes.ofKeys([older, KEYED])).toEqual([undefined, KEYED]);
      });
    });
  });
}
