/** Why a quoted price was not believed. 'unreadable' is one that was absent or not a decimal number. */
export type PriceFault = 'unreadable' | 'not-positive' | 'jump';

/**
 * Judges a quoted price against the last good one, both in millionths.
 * A quote without a readable price is 'unreadable' before it comes here. A jump is a factor of more than `maxJumpFactor` up or down (a whole number, at least 2), the factor itself is believed; without a
 * last good price there is no jump. Answers undefined for a price that can be believed.
 */
export function faultOfPrice(
  priceMicros: bigint,
  lastGoodMicros: bigint | undefined,
  maxJumpFactor: bigint,
): PriceFault | undefined {
  if (priceMicros <= 0n) return 'not-positive';
  if (lastGoodMicros === undefined) return undefined;
  const tooHigh = priceMicros > lastGoodMicros * maxJumpFactor;
  const tooLow = priceMicros * maxJumpFactor < lastGoodMicros;
  return tooHigh || tooLow ? 'jump' : undefined;
}
