import type { Finding } from '@bourse/core/audit/finding.ts';
import { findingInChain } from '@bourse/core/audit/journal-replay.ts';
import type { JournalHead, Sha256 } from '@bourse/core/ledger/journal.ts';
import type { AuditSnapshot } from '../ports/audit-reader.ts';
import type { AuditPart } from './audit-parts.ts';
import { createOrigins } from './chain-origins.ts';

/** Entries that one run goes over at most in each partition; the rest waits for the next. */
const MAX_ENTRIES = 20_000;

/** Entries of one part: some 5 ms of the thread. */
const ENTRIES_OF_A_PART = 500;

/** Accounts of one part; for fewer the statements themselves take longer than what they look at. */
const ACCOUNTS_OF_A_PART = 50;

/** What new entries are verified with. */
export interface NewEntriesAudit {
  readonly part: AuditPart;
  readonly sha256: Sha256;
  /** Told of what a part has found, before the next one begins. */
  readonly report: (findings: readonly Finding[]) => void;
  /** Contradictions between balances that are reported at most. */
  readonly maxFindings: number;
}

/**
 * Verifies the chains behind the heads that were verified before, then compares the balances and holds of every account that occurred there. An
 * account is compared with its journal as both are at one moment, which may be later than that of its entries: what was booked meanwhile
 * is compared just as well, and comes again in the next run. Answers how far the chains are in order, null when it was stopped: then there
 * may be accounts that were not compared, so nothing counts as verified. Throws Fault('unavailable').
 */
export async function verifyNewEntries(
  audit: NewEntriesAudit,
  before: readonly JournalHead[],
): Promise<readonly JournalHead[] | null> {
  const starts = await audit.part((snapshot) => startsOf(snapshot, before, audit.sha256));
  if (starts === null) return null;
  const heads: JournalHead[] = [];
  const touched = new Set<string>();
  for (const start of starts) {
    const head = await verifyChain(audit, start, touched);
    if (head === null) return null;
    heads.push(head);
  }
  return (await compareAccounts(audit, [...touched])) ? heads : null;
}

/** Where each chain goes on. Partitions that are added later have their turn in the next run. */
async function startsOf(
  snapshot: AuditSnapshot,
  before: readonly JournalHead[],
  sha256: Sha256,
): Promise<readonly JournalHead[]> {
  const verified = new Map(before.map((head) => [head.partition, head]));
  const stored = await snapshot.heads();
  const origins = createOrigins(await snapshot.firstPartitions(), stored, sha256);
  return stored.map(({ partition }) => verified.get(partition) ?? origins(partition));
}

/** A broken entry stops the partition there: later runs start in front of it and report it again after a restart. */
async function verifyChain(
  { part, sha256, report }: NewEntriesAudit,
  start: JournalHead,
  touched: Set<string>,
): Promise<JournalHead | null> {
  let head = start;
  for (let read = 0; read < MAX_ENTRIES; read += ENTRIES_OF_A_PART) {
    const seen = await part((snapshot) => verifyPage(snapshot, head, sha256));
    if (seen === null) return null;
    head = seen.head;
    for (const accountId of seen.accountIds) touched.add(accountId);
    if (seen.finding !== null) report([seen.finding]);
    if (seen.isLast) return head;
  }
  return head;
}

/** What one part has seen of a chain. */
interface VerifiedPage {
  /** How far the chain is in order. */
  readonly head: JournalHead;
  readonly accountIds: readonly string[];
  readonly finding: Finding | null;
  /** Whether there is nothing behind it that could be verified. */
  readonly isLast: boolean;
}

async function verifyPage(snapshot: AuditSnapshot, start: JournalHead, sha256: Sha256): Promise<VerifiedPage> {
  const { partition } = start;
  const page = await snapshot.journal(partition, start.sequence, ENTRIES_OF_A_PART);
  const accountIds: string[] = [];
  let head = start;
  for (const transaction of page) {
    const finding = findingInChain(head, transaction, sha256);
    if (finding !== null) return { head, accountIds, finding, isLast: true };
    head = { partition, sequence: transaction.sequence, hash: transaction.hash };
    accountIds.push(transaction.accountId);
  }
  const isLast = page.length < ENTRIES_OF_A_PART;
  // Only the head of the same moment tells where the chain has to end.
  return { head, accountIds, finding: isLast ? findingOfEnd(head, await snapshot.heads()) : null, isLast };
}

/** Where no entry follows, the chain must end; its details stay the same while others go on booking, so that it is told once. */
function findingOfEnd(head: JournalHead, heads: readonly JournalHead[]): Finding | null {
  const stored = heads.find(({ partition }) => partition === head.partition);
  if (head.sequence === stored?.sequence && head.hash === stored.hash) return null;
  const detail = 'the chain ends here, but not with the head that is stored: entries behind it were removed';
  return { kind: 'head-mismatch', partition: head.partition, sequence: head.sequence, accountId: null, detail };
}

/** Answers whether it came to the end. */
async function compareAccounts(
  { part, report, maxFindings }: NewEntriesAudit,
  accountIds: readonly string[],
): Promise<boolean> {
  let room = maxFindings;
  for (let first = 0; first < accountIds.length && room > 0; first += ACCOUNTS_OF_A_PART) {
    const compared = accountIds.slice(first, first + ACCOUNTS_OF_A_PART);
    const limit = room;
    const findings = await part((snapshot) => snapshot.contradictions(compared, limit));
    if (findings === null) return false;
    report(findings);
    room -= findings.length;
  }
  return true;
}
