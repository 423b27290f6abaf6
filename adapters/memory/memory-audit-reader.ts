import type { AuditReader, AuditSnapshot, AuditState } from '@bourse/application/ports/audit-reader.ts';
import type { TradeAudit } from '@bourse/application/ports/trade-audit.ts';
import { addFindings, withoutFindings } from '@bourse/core/audit/finding-list.ts';
import { contradictions } from './contradictions.ts';
import type { MemoryAccountBooks } from './memory-account-books.ts';

/** Audits books in memory, which have no trades beside them. A snapshot is a copy of all of them. */
export function createMemoryAuditReader(books: MemoryAccountBooks): AuditReader {
  let state: AuditState = { lastRunAtMs: null, verified: [], verifiedTrades: [], findings: [] };
  return {
    snapshot: (work) => work(snapshotOf(books)),
    state: async () => state,
    async noteRun(run, maxFindings) {
      state = {
        lastRunAtMs: run.atMs,
        verified: furthest(state.verified, run.verified, ({ sequence }) => sequence),
        verifiedTrades: furthest(state.verifiedTrades, run.verifiedTrades, ({ position }) => position),
        findings: addFindings(state.findings, run.findings, maxFindings),
      };
      return state;
    },
    async clearFindings(findings) {
      state = { ...state, findings: withoutFindings(state.findings, findings) };
    },
  };
}

const NO_TRADES: TradeAudit = {
  takenAtMs: async () => 0,
  decided: async () => [],
  keptFrom: async () => null,
  outcomes: async () => [],
  setAside: async () => [],
  stored: async () => [],
  expiredEarly: async () => [],
};

function snapshotOf(books: MemoryAccountBooks): AuditSnapshot {
  const heads = [...books.heads()].sort((one, other) => one.partition - other.partition);
  const journal = [...books.journal()];
  const accounts = [...books.accounts()].sort((one, other) => (one.accountId < other.accountId ? -1 : 1));
  const keyOf = ({ accountId, symbol }: { readonly accountId: string; readonly symbol: string }): string =>
    `${accountId}/${symbol}`;
  const positions = [...books.positions()].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const orders = [...books.orders()];
  const cashTransactions = [...books.cashTransactions()];
  return {
    heads: async () => heads,
    firstPartitions: async () => [],
    async journal(partition, afterSequence, limit) {
      const last = afterSequence + BigInt(limit);
      return journal
        .filter(({ partition: its, sequence }) => its === partition && sequence > afterSequence && sequence <= last)
        .sort((one, other) => (one.sequence < other.sequence ? -1 : 1));
    },
    async accounts(afterAccountId, limit) {
      return accounts.filter(({ accountId }) => afterAccountId === null || accountId > afterAccountId).slice(0, limit);
    },
    async positions(after, limit) {
      return positions.filter((position) => after === null || keyOf(position) > keyOf(after)).slice(0, limit);
    },
    async contradictions(accountIds, limit) {
      return contradictions({ journal, accounts, positions, orders, cashTransactions }, accountIds, limit);
    },
    trades: () => NO_TRADES,
  };
}

/** Of two places in a partition the one further on. */
function furthest<Place extends { readonly partition: number }>(
  known: readonly Place[],
  saved: readonly Place[],
  distance: (place: Place) => bigint,
): readonly Place[] {
  const places = new Map(known.map((place) => [place.partition, place]));
  for (const place of saved) {
    const before = places.get(place.partition);
    if (before === undefined || distance(before) < distance(place)) places.set(place.partition, place);
  }
  return [...places.values()].sort((one, other) => one.partition - other.partition);
}
