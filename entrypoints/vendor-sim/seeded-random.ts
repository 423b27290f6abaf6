/** Answers the next number of [0, 1). */
export type Random = () => number;

/**
 * Makes a source of numbers that looks random and is the same for the same seed: mulberry32 by Tommy Ettinger (public domain).
 * Good enough for prices and faults, not for secrets.
 */
export function createSeededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Makes sources of numbers, one for each number of a series, so that what is drawn for the one does not depend on how many others were
 * drawn before or meanwhile. The same seed and name give the same series.
 */
export function createRandomSeries(seed: number, name: string): (number: number) => Random {
  let base = seed >>> 0;
  for (const character of name) base = Math.imul(base ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (number) => createSeededRandom(Math.imul(base ^ (number + 1), 0x9e3779b1) ^ base);
}
