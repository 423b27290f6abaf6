import type { Finding } from '@bourse/core/audit/finding.ts';
import type { Account } from '@bourse/core/ledger/account.ts';
import type { JournalHead, JournalTransaction } from '@bourse/core/ledger/journal.ts';
import type { Position } from '@bourse/core/ledger/position.ts';
import type { TradeAudit, TradeProgress, TradeSource } from './trade-audit.ts';

/** The books at one moment, seen as a whole while others go on writing. */
export interface AuditSnapshot {
  /** Ends of the chains as they are stored. */
  heads(): Promise<readonly JournalHead[]>;
  /** The first partition of each layout that the log has had, in their order; where nothing is known of layouts, none. */
  firstPartitions(): Promise<readonly number[]>;
  /** Transactions of a partition behind a sequence number, in order. */
  journal(partition: number, afterSequence: bigint, limit: number): Promise<readonly JournalTransaction[]>;
  /** Stored accounts in the order of their ids, behind one; null from the first. */
  accounts(afterAccountId: string | null, limit: number): Promise<readonly Account[]>;
  /** Stored positions in the order of account and symbol, behind one. */
  positions(
    after: { readonly accountId: string; readonly symbol: string } | null,
    limit: number,
  ): Promise<readonly Position[]>;
  /**
   * What stored balances, orders and cash transactions say against each other and against the journal, at most `limit` findings: for
   * some accounts what can be told without their history, for all of them (null) everything.
   */
  contradictions(accountIds: readonly string[] | null, limit: number): Promise<readonly Finding[]>;
  /** The trades at the same moment, as a consumer group has decided them. */
  trades(source: TradeSource): TradeAudit;
}

/** What the self-audit has found out so far, kept across restarts and shared by all processes. */
export interface AuditState {
  /** When a run ended last, epoch milliseconds; null before the first time. */
  readonly lastRunAtMs: number | null;
  /** Heads up to which the chains were verified. */
  readonly verified: readonly JournalHead[];
  /** Positions up to which the outcomes of trades were verified. */
  readonly verifiedTrades: readonly TradeProgress[];
  /** What was found and not cleared since. */
  readonly findings: readonly Finding[];
}

/** What one run of the self-audit has seen. */
export interface AuditRun {
  /** When it ended, epoch milliseconds. */
  readonly atMs: number;
  readonly verified: readonly JournalHead[];
  readonly verifiedTrades: readonly TradeProgress[];
  readonly findings: readonly Finding[];
}

/** Reads the books for the audit, and remembers what the self-audit found. Every method throws Fault('unavailable'). */
export interface AuditReader {
  /** Runs work on one consistent snapshot. */
  snapshot<Answer>(work: (snapshot: AuditSnapshot) => Promise<Answer>): Promise<Answer>;
  state(): Promise<AuditState>;
  /**
   * Notes a run, in one step however many processes note theirs at once: its findings are added to those that are known, each once and
   * `maxFindings` in all; heads and positions only move forward; the time is that of the run. Answers the state afterwards.
   */
  noteRun(run: AuditRun, maxFindings: number): Promise<AuditState>;
  /** Forgets these findings, and none that was added since they were read. */
  clearFindings(findings: readonly Finding[]): Promise<void>;
}
