import { describe, expect, it } from 'vitest';
import { commission, divide, isBeyondTolerance, notional } from './rounding.ts';

describe('divide', () => {
  it.each([
    [10n, 4n, { 'half-even': 2n, up: 3n, down: 2n }],
    [14n, 4n, { 'half-even': 4n, up: 4n, down: 3n }],
    [7n, 2n, { 'half-even': 4n, up: 4n, down: 3n }],
    [-7n, 2n, { 'half-even': -4n, up: -4n, down: -3n }],
    [5n, 2n, { 'half-even': 2n, up: 3n, down: 2n }],
    [-5n, 2n, { 'half-even': -2n, up: -3n, down: -2n }],
    [1n, 3n, { 'half-even': 0n, up: 1n, down: 0n }],
    [2n, 3n, { 'half-even': 1n, up: 1n, down: 0n }],
    [-1n, 3n, { 'half-even': 0n, up: -1n, down: 0n }],
    [8n, 4n, { 'half-even': 2n, up: 2n, down: 2n }],
    [0n, 7n, { 'half-even': 0n, up: 0n, down: 0n }],
  ])('divides %s by %s as the rounding is named', (dividend, divisor, quotients) => {
    expect(divide(dividend, divisor, 'half-even')).toBe(quotients['half-even']);
    expect(divide(dividend, divisor, 'up')).toBe(quotients.up);
    expect(divide(dividend, divisor, 'down')).toBe(quotients.down);
  });

  it.each([0n, -1n])('refuses the divisor %s as a bug of the caller', (divisor) => {
    expect(() => divide(1n, divisor, 'down')).toThrow(RangeError);
  });
});

describe('notional and commission', () => {
  it('multiplies price by quantity and rounds to the millionth as told', () => {
    // 0.333333 shares at 10.01 are 3.336663 and a third of a millionth of a third.
    expect(notional(10_010_000n, 333_333n, 'down')).toBe(3_336_663n);
    expect(notional(10_010_000n, 333_333n, 'up')).toBe(3_336_664n);
    expect(notional(100_000_000n, 2_000_000n, 'up')).toBe(200_000_000n);
  });

  it('counts commission in hundredths of a percent', () => {
    expect(commission(1_000_000_000n, 25n, 'down')).toBe(2_500_000n);
    expect(commission(1n, 25n, 'down')).toBe(0n);
    expect(commission(1n, 25n, 'up')).toBe(1n);
    expect(commission(1_000_000_000n, 0n, 'up')).toBe(0n);
  });
});

describe('isBeyondTolerance', () => {
  const twoPercent = 2_000_000n;

  it.each([
    ['102', 102_000_000n, false],
    ['98', 98_000_000n, false],
    ['102.000001', 102_000_001n, true],
    ['97.999999', 97_999_999n, true],
    ['100', 100_000_000n, false],
  ])('with 2% of 100: %s', (_, price, beyond) => {
    expect(isBeyondTolerance(price, 100_000_000n, twoPercent)).toBe(beyond);
  });

  it('finds the edge where no floating-point number could', () => {
    const expected = 9_007_199_254_740_993n;
    const edge = (expected * 102n) / 100n;
    expect(isBeyondTolerance(edge, expected, twoPercent)).toBe(false);
    expect(isBeyondTolerance(edge + 1n, expected, twoPercent)).toBe(true);
  });

  it('allows the expected price alone when nothing is tolerated', () => {
    expect(isBeyondTolerance(5n, 5n, 0n)).toBe(false);
    expect(isBeyondTolerance(6n, 5n, 0n)).toBe(true);
  });
});
