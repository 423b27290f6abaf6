import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '@bourse/application/ports/log.ts';
import { cutIntoRounds } from './append-rounds.ts';

const LIMITS = { batchBytes: 1_000, requestBytes: 3_000 };
const record = (size: number, index: number): LogRecord => ({
  key: 'k',
  value: `${index}:${'x'.repeat(size)}`,
  headers: {},
});

describe('cutIntoRounds', () => {
  it('makes no request of nothing', () => {
    expect(cutIntoRounds([], LIMITS)).toEqual([]);
  });

  it('makes one request of what fits', () => {
    const groups = [0, 1].map((partition) => ({ topic: 'orders', partition, records: [record(10, 0), record(10, 1)] }));
    const rounds = cutIntoRounds(groups, LIMITS);
    expect(rounds.map((round) => round.map(({ records, start }) => [records.length, start]))).toEqual([
      [
        [2, 0],
        [2, 0],
      ],
    ]);
  });

  it('gives every record once, in the order of its partition, in batches and requests within the limits', () => {
    const sizes = fc.array(fc.array(fc.integer({ min: 0, max: 1_500 }), { minLength: 1, maxLength: 12 }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(sizes, (perPartition) => {
        const groups = perPartition.map((ofPartition, partition) => ({
          topic: 'orders',
          partition,
          records: ofPartition.map(record),
        }));
        const rounds = cutIntoRounds(groups, LIMITS);
        for (const round of rounds) {
          expect(new Set(round.map(({ group }) => group)).size).toBe(round.length);
          const bytes = round.map(({ records }) => records.reduce((sum, { value }) => sum + value.length, 0));
          expect(round.length === 1 || bytes.reduce((sum, size) => sum + size) <= LIMITS.requestBytes).toBe(true);
          round.forEach(({ records }, index) => {
            expect(records.length === 1 || bytes[index]! <= LIMITS.batchBytes).toBe(true);
          });
        }
        for (const group of groups) {
          const batches = rounds.flat().filter((batch) => batch.group === group);
          expect(batches.flatMap(({ records }) => records)).toEqual(group.records);
          for (const { start, records } of batches) expect(group.records[start]).toBe(records[0]);
        }
      }),
    );
  });
});
