import { describe, expect, it } from 'vitest';
import { pageMemoryMb } from './page-memory.ts';

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
