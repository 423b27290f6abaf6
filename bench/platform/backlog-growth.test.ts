import { expect, it } from 'vitest';
import type { BacklogSample } from './backlog-growth.ts';
import { backlogGrowth } from './backlog-growth.ts';

function samples(behindAt: (index: number) => number): readonly BacklogSample[] {
  return Array.from({ length: 150 }, (_, index) => ({ atMs: index * 100, behind: behindAt(index) }));
}

it('tells how much a backlog that grows grew each second', () => {
  expect(backlogGrowth(samples((index) => 40 + index * 5))).toBeCloseTo(50);
});

it('does not take a pause, however long the queue in it, for growth', () => {
  const paused = samples((index) => (index > 120 && index < 135 ? 9_000 : 40));
  expect(backlogGrowth(paused)).toBe(0);
});

it('knows nothing of too few samples', () => {
  expect(backlogGrowth(samples(() => 1).slice(0, 2))).toBeNaN();
});
