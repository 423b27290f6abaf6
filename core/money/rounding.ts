import { MICROS_PER_UNIT } from './decimal.ts';

/** Named rounding of an exact quotient to whole millionths: to the even neighbour on a tie, away from zero, towards zero. */
export type Rounding = 'half-even' | 'up' | 'down';

/**
 * Divides exactly and rounds as named. The divisor must be positive; throws RangeError otherwise.
 * 'half-even' is the round-half-to-even of IEEE 754-2019, section 4.3.1.
 */
export function divide(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  if (divisor <= 0n) throw new RangeError(`divisor must be positive, got ${divisor.toString()}`);
  const negative = dividend < 0n;
  const magnitude = negative ? -dividend : dividend;
  const quotient = magnitude / divisor;
  const remainder = magnitude % divisor;
  const rounded = quotient + (roundsAway(quotient, remainder, divisor, rounding) ? 1n : 0n);
  return negative ? -rounded : rounded;
}

/** Price times quantity, both in millionths, as money in millionths. */
export function notional(priceMicros: bigint, quantityMicros: bigint, rounding: Rounding): bigint {
  return divide(priceMicros * quantityMicros, MICROS_PER_UNIT, rounding);
}

const BASIS_POINTS_PER_UNIT = 10_000n;

/** Commission on a notional, in basis points (hundredths of a percent). */
export function commission(notionalMicros: bigint, basisPoints: bigint, rounding: Rounding): bigint {
  return divide(notionalMicros * basisPoints, BASIS_POINTS_PER_UNIT, rounding);
}

/**
 * Whether a price lies more than a tolerance away from the expected one, in exact arithmetic; the edge itself is within.
 * `tolerancePercentMicros` are millionths of a percent: 2% is 2_000_000n.
 */
export function isBeyondTolerance(
  priceMicros: bigint,
  expectedMicros: bigint,
  tolerancePercentMicros: bigint,
): boolean {
  const difference = priceMicros > expectedMicros ? priceMicros - expectedMicros : expectedMicros - priceMicros;
  return difference * 100n * MICROS_PER_UNIT > tolerancePercentMicros * expectedMicros;
}

function roundsAway(quotient: bigint, remainder: bigint, divisor: bigint, rounding: Rounding): boolean {
  if (remainder === 0n) return false;
  if (rounding !== 'half-even') return rounding === 'up';
  const twice = remainder * 2n;
  return twice > divisor || (twice === divisor && quotient % 2n === 1n);
}
