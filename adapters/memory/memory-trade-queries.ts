import type { TradeCursor, TradeFilter, TradePage, TradeQueries } from '@bourse/application/ports/trade-queries.ts';
import { examinedAtMost } from '@bourse/application/ports/trade-queries.ts';
import type { StoredTrade } from '@bourse/core/trades/trade.ts';
import { isExpired } from '@bourse/core/trades/trade-decider.ts';
import type { MemoryTradeStore } from './memory-trade-store.ts';

/** Lists trades by looking at all of them, in the pages that a store with indexes would answer. */
export function createMemoryTradeQueries(store: Pick<MemoryTradeStore, 'trades'>): TradeQueries {
  const on = (today: string): StoredTrade[] =>
    store.trades().map((trade) => ({ ...trade, expired: trade.expired || isExpired(trade.maturityDate, today) }));
  return {
    async list(filter) {
      const all = on(filter.today);
      const highest = new Map<string, number>();
      for (const { tradeId, version } of all) highest.set(tradeId, Math.max(version, highest.get(tradeId) ?? 0));
      const isCurrent = ({ tradeId, version }: StoredTrade): boolean => highest.get(tradeId) === version;
      const inRange = all.filter((trade) => isInRange(trade, filter)).sort(compareTrades);
      return pageOf(
        inRange,
        filter,
        (trade) => isShown(trade, filter) && (filter.versions === 'all' || isCurrent(trade)),
      );
    },
    async versions({ tradeId, today, limit, after }) {
      const behind = on(today)
        .filter((trade) => trade.tradeId === tradeId && (after === null || trade.version < after))
        .sort((one, other) => other.version - one.version);
      const items = behind.slice(0, limit);
      return { items, next: behind.length > limit ? (items.at(-1)?.version ?? null) : null };
    },
  };
}

function pageOf(
  inRange: readonly StoredTrade[],
  { limit }: TradeFilter,
  shows: (trade: StoredTrade) => boolean,
): TradePage<TradeCursor> {
  const mostExamined = examinedAtMost(limit);
  const examined = inRange.slice(0, mostExamined);
  const shown = examined.filter(shows);
  const items = shown.slice(0, limit);
  const endsEarly = examined.length === mostExamined ? examined.at(-1) : undefined;
  const last = shown.length > limit ? items.at(-1) : endsEarly;
  return { items, next: last === undefined ? null : cursorOf(last) };
}

/** What an index would find. */
function isInRange(trade: StoredTrade, filter: TradeFilter): boolean {
  const { bookId, counterpartyId, maturityFrom, maturityTo, expired, today, after } = filter;
  if (bookId !== null && trade.bookId !== bookId) return false;
  if (bookId === null && counterpartyId !== null && trade.counterpartyId !== counterpartyId) return false;
  if (maturityFrom !== null && trade.maturityDate < maturityFrom) return false;
  if (maturityTo !== null && trade.maturityDate > maturityTo) return false;
  if (expired === false && isExpired(trade.maturityDate, today)) return false;
  return after === null || compareKeys(trade, after) > 0;
}

function isShown(trade: StoredTrade, { counterpartyId, expired }: TradeFilter): boolean {
  if (counterpartyId !== null && trade.counterpartyId !== counterpartyId) return false;
  return expired === null || trade.expired === expired;
}

function compareTrades(one: StoredTrade, other: StoredTrade): number {
  return compareKeys(one, other);
}

function compareKeys(one: TradeCursor, other: TradeCursor): number {
  if (one.maturityDate !== other.maturityDate) return one.maturityDate < other.maturityDate ? -1 : 1;
  return Buffer.from(one.tradeId).compare(Buffer.from(other.tradeId)) || one.version - other.version;
}

function cursorOf({ maturityDate, tradeId, version }: StoredTrade): TradeCursor {
  return { maturityDate, tradeId, version };
}
