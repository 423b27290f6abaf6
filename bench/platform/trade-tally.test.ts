import { expect, it } from 'vitest';
import { tradeTerms } from '../load/trade-terms.ts';
import { expectedTally, tradeTally } from './trade-tally.ts';

const SENT = 20_000;

it('expects each acknowledged version once for each time it was sent, and what was overtaken to be refused', () => {
  const unacknowledged = [5, 8_019];
  const expected = expectedTally({ sent: SENT, hasOvertaken: true, unacknowledged });
  const seen = tradeTally(SENT);
  expect(tradeTerms(8_019, true).isOvertaken).toBe(true);
  for (let n = 0; n < SENT; n += 1) {
    if (unacknowledged.includes(n)) continue;
    const { trade, version, isOvertaken } = tradeTerms(n, true);
    seen.note(trade, version, isOvertaken ? 'version-superseded' : null);
  }
  expect(expected.differences(seen)).toBe(0);
  expect(expected.stored(5, 1)).toBe(0);
  expect(expected.stored(6, 1)).toBe(1);
});

it.each([
  ['a second outcome', 7, 1, null],
  ['another refusal', 7, 1, 'maturity-passed'],
  ['a version that was never sent', 7, 4, null],
  ['an overtaken version that was stored', 7, 2, null],
  ['a trade that was never sent', SENT, 1, null],
  ['a trade without a number', NaN, 1, null],
])('sees %s', (_name, trade, version, reason) => {
  const sent = { sent: SENT, hasOvertaken: false, unacknowledged: [] };
  const seen = expectedTally(sent);
  seen.note(trade, version, reason);
  expect(expectedTally(sent).differences(seen)).toBe(1);
});
