import { Fault } from '@bourse/application/ports/fault.ts';
import type { TradeStore } from '@bourse/application/ports/trade-store.ts';
import { lastOfEach } from '@bourse/core/trades/last-of-each.ts';
import type { StoredTrade } from '@bourse/core/trades/trade.ts';
import { atCommit } from './memory-transactions.ts';
import { setEntries } from './reversible-map.ts';

/** Trades that can be looked at. */
export interface MemoryTradeStore extends TradeStore {
  /** All records, in no order. */
  trades(): readonly StoredTrade[];
}

/** Trades for as long as the process lives. */
export function createMemoryTradeStore(): MemoryTradeStore {
  const stored = new Map<string, StoredTrade>();
  return {
    async highestVersions(tradeIds) {
      const wanted = new Set(tradeIds);
      const highest = new Map<string, number>();
      for (const { tradeId, version } of stored.values()) {
        if (wanted.has(tradeId)) highest.set(tradeId, Math.max(version, highest.get(tradeId) ?? 0));
      }
      return highest;
    },
    async add(transaction, trades) {
      atCommit(transaction, () => {
        const known = trades.find((trade) => stored.has(keyOf(trade)));
        if (known !== undefined)
          throw new Fault('conflict', `trade ${known.tradeId} has version ${known.version} already`);
        return setEntries(
          stored,
          trades.map((trade) => [keyOf(trade), trade]),
        );
      });
    },
    async save(transaction, trades) {
      atCommit(transaction, () =>
        setEntries(
          stored,
          lastOfEach(trades).map((trade) => {
            const before = stored.get(keyOf(trade));
            return [keyOf(trade), { ...trade, recordedAtMs: before?.recordedAtMs ?? trade.recordedAtMs }];
          }),
        ),
      );
    },
    async expire(today, maxRows) {
      const due = [...stored.values()]
        .filter(({ expired, maturityDate }) => !expired && maturityDate < today)
        .slice(0, maxRows);
      for (const trade of due) stored.set(keyOf(trade), { ...trade, expired: true });
      return due.length;
    },
    trades: () => [...stored.values()],
  };
}

function keyOf({ tradeId, version }: StoredTrade): string {
  return `${version} ${tradeId}`;
}
