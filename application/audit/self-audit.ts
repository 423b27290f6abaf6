import type { Finding } from '@bourse/core/audit/finding.ts';
import { describeFinding } from '@bourse/core/audit/finding.ts';
import { findingInChain } from '@bourse/core/audit/journal-replay.ts';
import type { JournalHead, Sha256 } from '@bourse/core/ledger/journal.ts';
import { emptyHead } from '@bourse/core/ledger/journal.ts';
import { lifetime } from '../market/lifetime.ts';
import type { AuditReader, AuditSnapshot } from '../ports/audit-reader.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';

/** What the self-audit of this process knows. */
export interface SelfAuditState {
  readonly status: 'not-run-yet' | 'in-order' | 'findings' | 'failed';
  readonly lastRunAtMs: number | null;
  /** How far each partition's chain was verified. */
  readonly verified: readonly { readonly partition: number; readonly sequence: bigint }[];
  readonly findings: readonly Finding[];
}

/** The audit that runs beside the work: it goes over what was booked since its last run and never repairs anything. */
export interface SelfAudit {
  state(): SelfAuditState;
  /** Runs once now. Throws Fault('unavailable'). */
  run(): Promise<SelfAuditState>;
  stop(): Promise<void>;
}

/** Entries that one run goes over at most in each partition; the rest waits for the next. */
const MAX_ENTRIES = 20_000;
const PAGE = 2_000;
const MAX_FINDINGS = 100;

/**
 * Runs every `everyMs`: verifies the chain from where the last run ended, and for the accounts that were touched compares balances, holds,
 * fills and cash transactions. A finding stays an alarm (metric `audit_findings`) until a person has looked.
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
  const life = lifetime(clock);
  let state: SelfAuditState = { status: 'not-run-yet', lastRunAtMs: null, verified: [], findings: [] };

  async function run(): Promise<SelfAuditState> {
    const { heads, findings } = await auditSince(reader, sha256);
    await reader.saveVerifiedHeads(heads);
    const all = [...state.findings, ...findings].slice(0, MAX_FINDINGS);
    state = {
      status: all.length === 0 ? 'in-order' : 'findings',
      lastRunAtMs: clock.now(),
      verified: heads.map(({ partition, sequence }) => ({ partition, sequence })),
      findings: all,
    };
    meter.gauge('audit_findings', {}, all.length);
    for (const finding of findings) logger.error({ kind: finding.kind }, describeFinding(finding));
    return state;
  }

  async function runRepeatedly(): Promise<void> {
    while (!life.ended()) {
      await life.pause(everyMs);
      if (life.ended()) return;
      await run().catch((error: unknown) => {
        state = { ...state, status: state.findings.length === 0 ? 'failed' : 'findings' };
        logger.warn({ err: error }, 'the self-audit could not run; it tries again');
      });
    }
  }

  const finished = runRepeatedly();
  return {
    state: () => state,
    run,
    stop() {
      life.end();
      return finished;
    },
  };
}

function auditSince(
  reader: AuditReader,
  sha256: Sha256,
): Promise<{ readonly heads: readonly JournalHead[]; readonly findings: readonly Finding[] }> {
  return reader.snapshot(async (snapshot) => {
    const verified = new Map((await reader.verifiedHeads()).map((head) => [head.partition, head]));
    const heads: JournalHead[] = [];
    const findings: Finding[] = [];
    const touched = new Set<string>();
    for (const { partition } of await snapshot.heads()) {
      const start = verified.get(partition) ?? emptyHead(partition);
      const segment = await auditSegment(snapshot, start, sha256, touched);
      heads.push(segment.head);
      if (segment.finding !== null) findings.push(segment.finding);
    }
    if (touched.size > 0) findings.push(...(await snapshot.contradictions([...touched], MAX_FINDINGS)));
    return { heads, findings };
  });
}

/** A broken entry stops the partition there: later runs start in front of it and report it again after a restart. */
async function auditSegment(
  snapshot: AuditSnapshot,
  start: JournalHead,
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
    if (page.length < PAGE) break;
  }
  return { head, finding: null };
}
