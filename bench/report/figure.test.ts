import { expect, it } from 'vitest';
import { isMet, median } from './figure.ts';

const figure = { name: 'rate', unit: '/s', rounds: [1, 9, 2] };

it('takes the middle of the rounds, or the mean of the two in the middle', () => {
  expect(median([5, 1, 9])).toBe(5);
  expect(median([4, 1, 9, 2])).toBe(3);
  expect(median([])).toBeNaN();
});

it('meets a requirement by its median, the edge included', () => {
  expect(isMet({ figure, requirement: { bound: 'at-least', value: 2 } })).toBe(true);
  expect(isMet({ figure, requirement: { bound: 'at-least', value: 2.1 } })).toBe(false);
  expect(isMet({ figure, requirement: { bound: 'at-most', value: 2 } })).toBe(true);
  expect(isMet({ figure, requirement: { bound: 'at-most', value: 1.9 } })).toBe(false);
});

it('is not met by nothing', () => {
  const nothing = { ...figure, rounds: [] };
  expect(isMet({ figure: nothing, requirement: { bound: 'at-least', value: 0 } })).toBe(false);
  expect(isMet({ figure: nothing, requirement: { bound: 'at-most', value: 9 } })).toBe(false);
});
