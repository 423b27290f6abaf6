import { describe, expect, it } from 'vitest';
import { RecentMap } from './recent-map.ts';

describe('a recent map', () => {
  it('keeps to its maximum and drops what was not asked for the longest', () => {
    const map = new RecentMap<string, number>(4);
    map.set('one', 1);
    map.set('two', 2);
    map.set('three', 3);
    map.get('one');
    map.set('four', 4);
    map.set('five', 5);
    expect([map.get('one'), map.get('two'), map.get('four'), map.get('five')]).toEqual([1, undefined, 4, 5]);
    expect(map.size).toBeLessThanOrEqual(4);
  });

  it('always has the last half of its maximum, and never more than the maximum', () => {
    const map = new RecentMap<number, number>(10);
    for (let step = 0; step < 1_000; step += 1) {
      const key = (step * 7) % 23;
      map.set(key, step);
      expect(map.size).toBeLessThanOrEqual(10);
      const recent = Array.from({ length: Math.min(5, step + 1) }, (_, back) => ((step - back) * 7) % 23);
      expect(recent.map((used) => map.get(used) !== undefined)).not.toContain(false);
    }
  });

  it('replaces values without growing, and forgets them one by one or by a test', () => {
    const map = new RecentMap<string, number>(6);
    map.set('one', 1);
    map.set('one', 11);
    map.set('two', 2);
    map.set('three', 3);
    expect(map.get('one')).toBe(11);
    map.delete('one');
    map.deleteWhere((value) => value === 3);
    expect([map.get('one'), map.get('two'), map.get('three')]).toEqual([undefined, 2, undefined]);
  });
});
