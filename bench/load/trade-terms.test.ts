import { expect, it } from 'vitest';
import { tradeTerms } from './trade-terms.ts';

const COUNT = 30_000;

it.each([true, false])(
  'sends each version of a trade after a long distance and never a third time (overtaken: %s)',
  (hasOvertaken) => {
    const sent = new Map<string, number>();
    for (let n = 0; n < COUNT; n += 1) {
      const { trade, version } = tradeTerms(n, hasOvertaken);
      expect(trade === n || n - trade > 1_000).toBe(true);
      const key = `${trade} ${version}`;
      sent.set(key, (sent.get(key) ?? 0) + 1);
      // Only a trade that was sent as new can be raised, repeated or overtaken.
      if (trade !== n) expect(tradeTerms(trade, hasOvertaken)).toMatchObject({ trade, version: 1 });
    }
    expect(Math.max(...sent.values())).toBe(2);
  },
);

it('says of a version that it was overtaken exactly when a higher one of the trade was sent before', () => {
  const highest = new Map<number, number>();
  let overtaken = 0;
  for (let n = 0; n < COUNT; n += 1) {
    const { trade, version, isOvertaken } = tradeTerms(n, true);
    expect(isOvertaken).toBe(version < (highest.get(trade) ?? 0));
    highest.set(trade, Math.max(version, highest.get(trade) ?? 0));
    if (isOvertaken) overtaken += 1;
  }
  expect(overtaken).toBeGreaterThan(1_000);
  expect(Array.from({ length: COUNT }, (_, n) => tradeTerms(n, false)).some((terms) => terms.isOvertaken)).toBe(false);
});
