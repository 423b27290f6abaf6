import { describe, expect, it } from 'vitest';
import { pageMemoryMb, usableMemory } from './page-memory.ts';

const GIB = 1_024 ** 3;

describe('pageMemoryMb', () => {
  it.each([
    [1, 128],
    [2, 128],
    [4, 256],
    [7.5, 480],
    [16, 1_024],
    [23.5, 1_024],
    [512, 1_024],
  ])('of a machine with %s GiB are %s MB', (gib, expected) => {
    expect(pageMemoryMb(gib * GIB)).toBe(expected);
  });
});

describe('usableMemory', () => {
  it.each([
    ['that of the machine, where no limit is known', 0, 24],
    ['that of the machine, where there is no limit', Number(2n ** 64n) / GIB, 24],
    ['the limit, where it is less', 2, 2],
  ])('is %s', (_, limit, expected) => {
    expect(usableMemory(limit * GIB, 24 * GIB)).toBe(expected * GIB);
  });
});
