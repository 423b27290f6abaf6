import { describe, expect, it } from 'vitest';
import { createPageIndex } from './page-index.ts';

describe('the index of pages', () => {
  it('knows the page of a symbol, the first page included, and no page of others', () => {
    const index = createPageIndex(10);
    index.note(null, ['A']);
    index.note('a', ['B']);
    expect([index.tokenOf('A'), index.tokenOf('B'), index.tokenOf('C')]).toEqual([null, 'a', undefined]);
  });

  it('tells once of symbols that were missing in a walk, and forgets what is missing again', () => {
    const index = createPageIndex(10);
    index.note(null, ['A', 'B']);
    expect(index.endWalk()).toBe(0);
    index.note(null, ['A']);
    expect(index.endWalk()).toBe(1);
    index.note(null, ['A']);
    expect(index.endWalk()).toBe(0);
    expect([index.tokenOf('A'), index.tokenOf('B')]).toEqual([null, undefined]);
  });

  it('takes no more symbols than its limit, and keeps those it has up to date', () => {
    const index = createPageIndex(1);
    index.note(null, ['A', 'B']);
    index.note('x', ['A', 'B']);
    expect([index.tokenOf('A'), index.tokenOf('B')]).toEqual(['x', undefined]);
  });
});
