import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partitionOf } from './partition-of.ts';

const MASK = 0xffff_ffffn;

/** The same function written down a second time, with integers that cannot overflow. */
function slowPartitionOf(key: string, count: number): number {
  let hash = 0x811c9dc5n;
  for (const unit of Array.from({ length: key.length }, (_, index) => BigInt(key.charCodeAt(index)))) {
    hash = ((hash ^ unit) * 0x01000193n) & MASK;
  }
  hash = ((hash ^ (hash >> 16n)) * 0x85ebca6bn) & MASK;
  hash = ((hash ^ (hash >> 13n)) * 0xc2b2ae35n) & MASK;
  return Number((hash ^ (hash >> 16n)) % BigInt(count));
}

describe('partitionOf', () => {
  it.each([
    ['', 3, 4, 3_083],
    ['AAPL', 2, 1, 3_066],
    ['0199c3f0-7d1e-7cc3-9d4a-0d6a1f0e2b11', 3, 3, 4_007],
    ['漢字🦉', 2, 2, 3_242],
  ])('gives %j the partition that it has had in every release', (key, ofFour, ofSeven, ofMany) => {
    expect([partitionOf(key, 4), partitionOf(key, 7), partitionOf(key, 4_096)]).toEqual([ofFour, ofSeven, ofMany]);
  });

  it('is FNV-1a with the final mixing of murmur3, modulo the count', () => {
    fc.assert(
      // Any code units, also halves of a pair. The library's own strings of all characters take seconds to set up.
      fc.property(fc.uint16Array(), fc.integer({ min: 1, max: 10_000 }), (units, count) => {
        const key = String.fromCharCode(...units);
        expect(partitionOf(key, count)).toBe(slowPartitionOf(key, count));
      }),
    );
  });

  it.each([
    ['numbered keys', (index: number) => `account-${index}`],
    ['symbols', (index: number) => index.toString(36).toUpperCase()],
    [
      'keys that differ at their beginning',
      (index: number) => `${String(index).padStart(8, '0')}-7d1e-7cc3-9d4a-0d6a1f0e2b11`,
    ],
  ])('spreads %s evenly', (_, keyOf) => {
    for (const count of [2, 4, 7, 16]) {
      const sizes = new Array<number>(count).fill(0);
      for (let index = 0; index < 20_000; index += 1) sizes[partitionOf(keyOf(index), count)]! += 1;
      const even = 20_000 / count;
      for (const size of sizes) expect(Math.abs(size - even) / even).toBeLessThan(0.12);
    }
  });
});
