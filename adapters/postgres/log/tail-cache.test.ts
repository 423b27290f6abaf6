import type { LogBatch } from '@bourse/application/ports/log.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTailCache } from './tail-cache.ts';

function batch(basePosition: number, size: number, partition = 0): LogBatch {
  const records = Array.from({ length: size }, (_, index) => ({
    key: 'k',
    value: String(basePosition + index),
    headers: {},
  }));
  return { topic: 'orders', partition, basePosition: BigInt(basePosition), records };
}

function cacheOf(batches: readonly LogBatch[], maxRecords = 100, soleWriter = true) {
  const cache = createTailCache({ maxRecords, soleWriter });
  for (const one of batches) cache.add(one);
  return {
    add: (one: LogBatch) => cache.add(one),
    /** Base positions of what is read, or what it says instead. */
    read: (from: number, maxRecords = 100, partition = 0) =>
      cache.read('orders', partition, BigInt(from), maxRecords)?.map(({ basePosition }) => Number(basePosition)),
  };
}

describe('the memory of newest batches', () => {
  it('knows nothing at first', () => {
    expect(cacheOf([]).read(0)).toBeUndefined();
  });

  it('hands over what comes from a position on, beginning with the batch that holds it', () => {
    const cache = cacheOf([batch(0, 2), batch(2, 3), batch(5, 1)]);
    expect(cache.read(0)).toEqual([0, 2, 5]);
    expect(cache.read(1)).toEqual([0, 2, 5]);
    expect(cache.read(2)).toEqual([2, 5]);
    expect(cache.read(4)).toEqual([2, 5]);
    expect(cache.read(5)).toEqual([5]);
  });

  it('hands over whole batches until the limit is reached', () => {
    const cache = cacheOf([batch(0, 2), batch(2, 2), batch(4, 2)]);
    expect(cache.read(0, 1)).toEqual([0]);
    expect(cache.read(0, 2)).toEqual([0]);
    expect(cache.read(0, 3)).toEqual([0, 2]);
  });

  it('knows that there is nothing more when it is told of every append, and does not know otherwise', () => {
    expect(cacheOf([batch(0, 2)], 100, true).read(2)).toEqual([]);
    expect(cacheOf([batch(0, 2)], 100, false).read(2)).toBeUndefined();
    expect(cacheOf([batch(0, 2)], 100, false).read(1)).toEqual([0]);
  });

  it('does not hold what came before it was told of anything', () => {
    expect(cacheOf([batch(10, 2)]).read(9)).toBeUndefined();
    expect(cacheOf([batch(10, 2)]).read(10)).toEqual([10]);
  });

  it('forgets the oldest batches, but never the newest', () => {
    const cache = cacheOf([batch(0, 2), batch(2, 2), batch(4, 2)], 4);
    expect(cache.read(1)).toBeUndefined();
    expect(cache.read(2)).toEqual([2, 4]);
    cache.add(batch(6, 50));
    expect(cache.read(5)).toBeUndefined();
    expect(cache.read(6)).toEqual([6]);
  });

  it('starts anew behind a gap, which others have appended', () => {
    const cache = cacheOf([batch(0, 2), batch(5, 2)], 100, false);
    expect(cache.read(0)).toBeUndefined();
    expect(cache.read(5)).toEqual([5]);
  });

  it('leaves out what comes late', () => {
    const cache = cacheOf([batch(0, 2), batch(2, 2)]);
    cache.add(batch(0, 2));
    expect(cache.read(0)).toEqual([0, 2]);
  });

  it('keeps partitions apart', () => {
    const cache = cacheOf([batch(0, 2), batch(0, 3, 1)]);
    expect(cache.read(2, 100, 1)).toEqual([0]);
    expect(cache.read(2, 100, 0)).toEqual([]);
  });

  it('answers what the log holds, or that it does not know, whatever it was told in whatever order', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        sizes,
        fc.array(fc.nat(), { minLength: 80, maxLength: 80 }),
        fc.integer({ min: 1, max: 30 }),
        (lengths, random, maxRecords) => {
          const all: LogBatch[] = [];
          for (const length of lengths)
            all.push(
              batch(
                all.reduce((sum, { records }) => sum + records.length, 0),
                length,
              ),
            );
          const end = all.reduce((sum, { records }) => sum + records.length, 0);
          const cache = createTailCache({ maxRecords, soleWriter: false });
          const left = [...random];
          const next = () => left.pop() ?? 0;
          for (const one of all) {
            // Some are never told of, some late.
            if (next() % 5 === 0) continue;
            cache.add(one);
            if (next() % 5 === 0) cache.add(all[next() % all.length]!);
          }
          const from = next() % (end + 2);
          const read = cache.read('orders', 0, BigInt(from), 1_000);
          if (read === undefined) return;
          const values = read
            .flatMap(({ records }) => records.map(({ value }) => Number(value)))
            .filter((value) => value >= from);
          expect(values.length).toBeGreaterThan(0);
          expect(values).toEqual(values.map((_, index) => from + index));
        },
      ),
    );
  });
});
