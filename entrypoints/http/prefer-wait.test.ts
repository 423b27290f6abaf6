import { describe, expect, it } from 'vitest';
import { preferredWaitMs } from './prefer-wait.ts';

describe('the wait that a caller prefers', () => {
  it.each([
    ['wait=5', 5_000],
    ['respond-async, wait=10', 10_000],
    ['handling=lenient; WAIT="2"', 2_000],
    ['wait=30', 30_000],
    ['wait=31', 30_000],
    ['wait=1000000', 30_000],
    [`wait=${'9'.repeat(200)}`, 30_000],
    ['wait=0', 0],
    ['wait=-1', 0],
    ['wait=1.5', 0],
    ['wait=soon', 0],
    ['await=5', 0],
    ['', 0],
    [undefined, 0],
  ])('of %s is %i ms', (prefer, waitMs) => {
    expect(preferredWaitMs(prefer)).toBe(waitMs);
  });
});
