import { describe, expect, it } from 'vitest';
import { MAX_PARTITION_NUMBER, nextLayout, partitionsIn } from './layout.ts';

const layout = { number: 2, firstPartition: 4, partitions: 3 };

describe('a layout', () => {
  it('has consecutive partition numbers', () => {
    expect(partitionsIn(layout)).toEqual([4, 5, 6]);
  });

  it('is followed by one whose numbers were never used', () => {
    expect(nextLayout(layout, 5)).toEqual({ ok: true, value: { number: 3, firstPartition: 7, partitions: 5 } });
  });

  it.each([
    [3, 'same-number'],
    [2, 'fewer-partitions'],
    [257, 'too-many-partitions'],
  ])('is not followed by one of %i partitions: %s', (partitions, refusal) => {
    expect(nextLayout(layout, partitions)).toEqual({ ok: false, refusal });
  });

  it('is the last one when there are no numbers left that a request id has room for', () => {
    const late = { number: 900, firstPartition: MAX_PARTITION_NUMBER - 8, partitions: 4 };
    expect(nextLayout(late, 5)).toMatchObject({ ok: true });
    expect(nextLayout(late, 6)).toEqual({ ok: false, refusal: 'no-numbers-left' });
  });
});
