import { describe, expect, it } from 'vitest';
import { createKnownVersions } from './known-versions.ts';

describe('known versions', () => {
  it('are the highest that were noted, whatever the order', () => {
    const known = createKnownVersions(10);
    for (const version of [2, 5, 3]) known.note('T1', version);
    known.note('T2', 1);
    expect([known.highest('T1'), known.highest('T2'), known.highest('T3')]).toEqual([5, 1, undefined]);
  });

  it('are of no more trades than may be remembered; the one that was noted the longest ago gives way', () => {
    const known = createKnownVersions(2);
    known.note('T1', 1);
    known.note('T2', 1);
    known.note('T1', 2);
    known.note('T3', 1);
    expect([known.highest('T1'), known.highest('T2'), known.highest('T3')]).toEqual([2, undefined, 1]);
  });
});
