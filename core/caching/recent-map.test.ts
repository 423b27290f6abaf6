import { describe, expect, it } from 'vitest';
import { RecentMap } from './recent-map.ts';

describe('a recent map', () => {
  it('keeps to its maximum and drops what was not asked for the longest', () => {
    const map = new RecentMap<string, number>(2);
    map.set('one', 1);
    map.set('two', 2);
    map.get('one');
    map.set('three', 3);
    expect([map.get('one'), map.get('two'), map.get('three')]).toEqual([1, undefined, 3]);
    expect(map.size).toBe(2);
  });

  it('replaces values without growing, and forgets them one by one or by a test', () => {
    const map = new RecentMap<string, number>(3);
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
