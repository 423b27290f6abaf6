import type { StoredTrade } from './trade.ts';

/** Each trade and version once, as a batch leaves it: the last of several counts, stored first when the first of them was. */
export function lastOfEach(trades: readonly StoredTrade[]): readonly StoredTrade[] {
  const last = new Map<string, StoredTrade>();
  for (const trade of trades) {
    const key = `${trade.version} ${trade.tradeId}`;
    const before = last.get(key);
    last.set(key, before === undefined ? trade : { ...trade, recordedAtMs: before.recordedAtMs });
  }
  return last.size === trades.length ? trades : [...last.values()];
}
