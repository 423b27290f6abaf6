import type { Finding } from '@bourse/core/audit/finding.ts';
import type { JournalReplay, ReplayedBalances } from '@bourse/core/audit/journal-replay.ts';
import { replayJournal } from '@bourse/core/audit/journal-replay.ts';
import type { Account } from '@bourse/core/ledger/account.ts';
import type { JournalHead, Sha256 } from '@bourse/core/ledger/journal.ts';
import type { Position } from '@bourse/core/ledger/position.ts';
import { totalQuantity } from '@bourse/core/ledger/position.ts';
import type { AuditReader, AuditSnapshot } from '../ports/audit-reader.ts';
import { createOrigins } from './chain-origins.ts';
import { verifyAllTrades } from './verify-trades.ts';

/** What a verification saw. */
export interface AuditReport {
  readonly transactions: bigint;
  readonly accounts: number;
  readonly positions: number;
  /** Requests to store a trade whose outcomes are kept. */
  readonly tradeRequests: bigint;
  /** Empty when the books are in order; the first broken entry of each partition comes first. */
  readonly findings: readonly Finding[];
}

const PAGE = 5_000;
const MAX_FINDINGS = 100;

/**
 * Verifies the books from the first entry: chain and entries of every partition, every balance derived anew by the functions that
 * booked it, stored balances, holds of open orders, fills of orders, cash transactions, and what became of trades. Keeps one balance for
 * each account and position in memory. `onProgress` is told how many transactions were read so far. Throws Fault('unavailable').
 */
export function verifyBooks(
  reader: AuditReader,
  sha256: Sha256,
  onProgress: (transactions: bigint) => void,
): Promise<AuditReport> {
  return reader.snapshot(async (snapshot) => {
    const findings: Finding[] = [];
    // An account is booked in one partition of each layout, so balances go on from one layout to the next.
    const balances: ReplayedBalances = { accounts: new Map(), positions: new Map() };
    let transactions = 0n;
    const heads = await snapshot.heads();
    const origins = createOrigins(await snapshot.firstPartitions(), heads, sha256);
    for (const head of heads) {
      const replay = replayJournal(origins(head.partition), balances, sha256);
      const broken = await replayPartition(snapshot, replay, (count) => {
        transactions += BigInt(count);
        onProgress(transactions);
      });
      findings.push(...(broken ?? findingOfHead(head, replay.head())));
    }
    const { accounts, positions } = balances;
    const counts = { accounts: accounts.size, positions: positions.size };
    if (findings.length === 0) findings.push(...(await compareStored(snapshot, accounts, positions)));
    findings.push(...(await snapshot.contradictions(null, MAX_FINDINGS)));
    const trades = await verifyAllTrades(snapshot, MAX_FINDINGS);
    findings.push(...trades.findings);
    return { transactions, ...counts, tradeRequests: trades.requests, findings: findings.slice(0, MAX_FINDINGS) };
  });
}

/** Null when the whole partition is in order; what stops it otherwise. */
async function replayPartition(
  snapshot: AuditSnapshot,
  replay: JournalReplay,
  onRead: (count: number) => void,
): Promise<readonly Finding[] | null> {
  for (;;) {
    const { partition, sequence } = replay.head();
    const page = await snapshot.journal(partition, sequence, PAGE);
    if (page.length === 0) return null;
    for (const transaction of page) {
      const finding = replay.next(transaction);
      if (finding !== null) return [finding];
    }
    onRead(page.length);
  }
}

/** Entries cut off at the end of a chain leave no gap: only the stored head tells. */
function findingOfHead(stored: JournalHead, replayed: JournalHead): readonly Finding[] {
  if (stored.sequence === replayed.sequence && stored.hash === replayed.hash) return [];
  const detail = `the chain should end with entry ${stored.sequence}, it ends with ${replayed.sequence}`;
  return [{ kind: 'head-mismatch', partition: stored.partition, sequence: replayed.sequence, accountId: null, detail }];
}

async function compareStored(
  snapshot: AuditSnapshot,
  accounts: Map<string, Account>,
  positions: Map<string, Position>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  let accountPage = await snapshot.accounts(null, PAGE);
  while (accountPage.length > 0) {
    for (const stored of accountPage) {
      const derived = accounts.get(stored.accountId);
      accounts.delete(stored.accountId);
      if (derived?.availableMicros === stored.availableMicros && derived.heldMicros === stored.heldMicros) continue;
      findings.push(
        storedMismatch(stored.accountId, `stored cash ${stored.availableMicros} + ${stored.heldMicros} held`),
      );
    }
    accountPage = await snapshot.accounts(accountPage.at(-1)?.accountId ?? null, PAGE);
  }
  let positionPage = await snapshot.positions(null, PAGE);
  while (positionPage.length > 0) {
    for (const stored of positionPage) {
      const key = `${stored.accountId}/${stored.symbol}`;
      const derived = positions.get(key);
      positions.delete(key);
      if (derived !== undefined && samePosition(derived, stored)) continue;
      findings.push(storedMismatch(stored.accountId, `stored position in ${stored.symbol}`));
    }
    positionPage = await snapshot.positions(positionPage.at(-1) ?? null, PAGE);
  }
  for (const accountId of accounts.keys()) findings.push(storedMismatch(accountId, 'the account is missing'));
  for (const lost of positions.values()) {
    if (totalQuantity(lost) > 0n)
      findings.push(storedMismatch(lost.accountId, `the position in ${lost.symbol} is missing`));
  }
  return findings;
}

function samePosition(one: Position, other: Position): boolean {
  return (
    one.availableMicros === other.availableMicros &&
    one.heldMicros === other.heldMicros &&
    one.averageEntryPriceMicros === other.averageEntryPriceMicros &&
    one.realizedProfitMicros === other.realizedProfitMicros
  );
}

function storedMismatch(accountId: string, detail: string): Finding {
  return {
    kind: 'stored-balance-mismatch',
    partition: null,
    sequence: null,
    accountId,
    detail: `${detail} differs from what the journal adds up to`,
  };
}
