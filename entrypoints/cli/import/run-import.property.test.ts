import type { NewTrade } from '@bourse/core/trades/trade.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../vendor-sim/seeded-random.ts';
import type { TestLine } from './import-world.test-support.ts';
import { expectedOf, importWithTrouble, TODAY } from './import-world.test-support.ts';

/** Few ids, versions and contents, so that they meet. */
const trade = (): fc.Arbitrary<NewTrade> =>
  fc.record({
    tradeId: fc.constantFrom('T1', 'T2', 'T3'),
    version: fc.integer({ min: 1, max: 3 }),
    counterpartyId: fc.constantFrom('CP-1', 'CP-2'),
    bookId: fc.constant('B1'),
    maturityDate: fc.constantFrom(TODAY, '2027-01-01', '2027-01-01', '2026-06-14'),
    createdDate: fc.constantFrom(null, '2026-01-01'),
  });

const line = (): fc.Arbitrary<TestLine> =>
  fc.oneof({ arbitrary: trade(), weight: 9 }, { arbitrary: fc.constant('bad' as const), weight: 1 });

const situation = fc.record({
  lines: fc.array(line(), { maxLength: 60 }),
  initial: fc.array(trade(), { maxLength: 6 }),
  asHistory: fc.boolean(),
  failing: fc.constantFrom(0, 0.1, 0.4),
  killing: fc.constantFrom(0, 0.05, 0.1),
  seed: fc.integer(),
});

describe('an import', () => {
  it('brings every good line in and lists every bad one once, whatever fails and whenever it is killed', async () => {
    await fc.assert(
      fc.asyncProperty(situation, async ({ lines, initial, asHistory, failing, killing, seed }) => {
        const trouble = { failing, killing };
        const outcome = await importWithTrouble(
          lines,
          { initial, asHistory },
          { trouble, random: createSeededRandom(seed) },
        );
        const expected = expectedOf(lines, initial, asHistory);
        expect(outcome.rejects.map((rejected) => rejected.line)).toEqual(expected.rejected);
        expect(outcome.counts.rejected).toBe(expected.rejected.length);
        expect(outcome.counts.accepted).toBe(lines.length - expected.rejected.length);
        expect(new Map(outcome.stored)).toEqual(new Map(expected.stored));
      }),
      { numRuns: 2_000 },
    );
  });
});
