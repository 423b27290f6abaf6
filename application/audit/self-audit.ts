import type { Finding } from '@bourse/core/audit/finding.ts';
import { describeFinding } from '@bourse/core/audit/finding.ts';
import { findingInChain } from '@bourse/core/audit/journal-replay.ts';
import type { JournalHead, Sha256 } from '@bourse/core/ledger/journal.ts';
import { startRounds } from '../processing/rounds.ts';
import type { AuditReader, AuditRun, AuditSnapshot, AuditState } from '../ports/audit-reader.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { createOrigins } from './chain-origins.ts';
import { verifyNewTrades } from './verify-trades.ts';

/** The audit that runs beside the work: it goes over what was booked since its last run and never repairs anything. */
export interface SelfAudit {
  /** Runs once now and answers what is known then. Throws Fault('unavailable'). */
  run(): Promise<AuditState>;
  stop(): Promise<void>;
}

/** Entries that one run goes over at most in each partition; the rest waits for the next. */
const MAX_ENTRIES = 20_000;
const PAGE = 2_000;
const MAX_FINDINGS = 100;

/** Share of the interval in which a run of another process counts as done. */
const STILL_YOUNG = 0.9;

/**
 * Runs every `everyMs`, in one of the processes that try: verifies the chain from where the last run ended, and for the accounts that
 * were touched compares balances and holds; the same for what became of trades since. A finding stays an alarm (metric `audit_findings`) until a full verification finds the books
 * in order.
 */
export function startSelfAudit(
  ports: {
    readonly reader: AuditReader;
    readonly sha256: Sha256;
    readonly clock: Clock;
    readonly meter: Meter;
    readonly logger: Logger;
  },
  everyMs: number,
): SelfAudit {
  const { reader, sha256, clock, meter, logger } = ports;

  async function run(): Promise<AuditState> {
    const before = await reader.state();
    const seen = await auditSince(reader, before, { sha256, nowMs: clock.now() });
    const known = new Set(before.findings.map(describeFinding));
    const fresh = seen.findings.filter((finding) => !known.has(describeFinding(finding)));
    for (const finding of fresh) logger.error({ kind: finding.kind }, describeFinding(finding));
    const after = await reader.noteRun({ atMs: clock.now(), ...seen }, MAX_FINDINGS);
    meter.gauge('audit_findings', {}, after.findings.length);
    return after;
  }

  async function runIfDue(): Promise<void> {
    const { lastRunAtMs } = await reader.state();
    // Another process may have been quicker.
    if (lastRunAtMs === null || Math.abs(clock.now() - lastRunAtMs) >= everyMs * STILL_YOUNG) await run();
  }

  const rounds = startRounds(ports, {
    round: runIfDue,
    pauseMs: () => everyMs,
    pauseFirst: true,
    warning: 'the self-audit could not run; it tries again',
    onFailure: () => meter.count('audit_failures', {}, 1),
  });
  return { run, stop: () => rounds.stop() };
}

function auditSince(
  reader: AuditReader,
  before: Pick<AuditState, 'verified' | 'verifiedTrades'>,
  { sha256, nowMs }: { readonly sha256: Sha256; readonly nowMs: number },
): Promise<Omit<AuditRun, 'atMs'>> {
  return reader.snapshot(async (snapshot) => {
    const starts = new Map(before.verified.map((head) => [head.partition, head]));
    const heads: JournalHead[] = [];
    const findings: Finding[] = [];
    const touched = new Set<string>();
    const stored = await snapshot.heads();
    const origins = createOrigins(await snapshot.firstPartitions(), stored, sha256);
    for (const head of stored) {
      const start = starts.get(head.partition) ?? origins(head.partition);
      const segment = await auditSegment(snapshot, { start, stored: head }, sha256, touched);
      heads.push(segment.head);
      if (segment.finding !== null) findings.push(segment.finding);
    }
    if (touched.size > 0) findings.push(...(await snapshot.contradictions([...touched], MAX_FINDINGS)));
    const trades = await verifyNewTrades(snapshot, before.verifiedTrades, { nowMs, maxFindings: MAX_FINDINGS });
    findings.push(...trades.findings);
    return { verified: heads, verifiedTrades: trades.verified, findings };
  });
}

/** A broken entry stops the partition there: later runs start in front of it and report it again after a restart. */
async function auditSegment(
  snapshot: AuditSnapshot,
  { start, stored }: { readonly start: JournalHead; readonly stored: JournalHead },
  sha256: Sha256,
  touched: Set<string>,
): Promise<{ readonly head: JournalHead; readonly finding: Finding | null }> {
  let head = start;
  for (let read = 0; read < MAX_ENTRIES; read += PAGE) {
    const page = await snapshot.journal(head.partition, head.sequence, PAGE);
    for (const transaction of page) {
      const finding = findingInChain(head, transaction, sha256);
      if (finding !== null) return { head, finding };
      head = { partition: head.partition, sequence: transaction.sequence, hash: transaction.hash };
      touched.add(transaction.accountId);
    }
    if (page.length < PAGE) return { head, finding: findingOfEnd(head, stored) };
  }
  return { head, finding: null };
}

/** Where no entry follows, the chain must end; its details stay the same while others go on booking, so that it is told once. */
function findingOfEnd(head: JournalHead, stored: JournalHead): Finding | null {
  if (head.sequence === stored.sequence && head.hash === stored.hash) return null;
  const detail = 'the chain ends here, but not with the head that is stored: entries behind it were removed';
  return { kind: 'head-mismatch', partition: head.partition, sequence: head.sequence, accountId: null, detail };
}
