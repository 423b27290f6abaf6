import type { Finding } from '@bourse/core/audit/finding.ts';
import { describeFinding } from '@bourse/core/audit/finding.ts';
import type { Sha256 } from '@bourse/core/ledger/journal.ts';
import { startRounds } from '../processing/rounds.ts';
import type { AuditReader, AuditState } from '../ports/audit-reader.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { createAuditParts } from './audit-parts.ts';
import { verifyNewEntries } from './verify-new-entries.ts';
import { verifyNewTrades } from './verify-trades.ts';

/** The audit that runs beside the work: it goes over what was booked since its last run and never repairs anything. */
export interface SelfAudit {
  /** Runs once now and answers what is known then. Throws Fault('unavailable'). */
  run(): Promise<AuditState>;
  /**
   * Ends a run after the part it is at. Such a run has verified nothing, since the accounts that occur in its entries may not have been
   * compared; the next one begins where it began. What it has found is noted.
   */
  stop(): Promise<void>;
}

const MAX_FINDINGS = 100;

/** Share of the interval in which a run of another process counts as done. */
const STILL_YOUNG = 0.9;

/**
 * Runs every `everyMs`, in one of the processes that try: verifies the chain from where the last run ended, and for the accounts that
 * were touched compares balances and holds; the same for what became of trades since. It does so in many short parts with rests between them.
 * A finding is logged as soon as its part is over, and stays an alarm (metric `audit_findings`) until a full verification finds the books
 * in order. A run that fails has verified nothing, and the next one comes upon the same findings. Processes whose runs overlap do the same
 * work twice.
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
  const parts = createAuditParts(reader, clock);

  async function run(): Promise<AuditState> {
    const before = await reader.state();
    const known = new Set(before.findings.map(describeFinding));
    const found: Finding[] = [];

    function report(findings: readonly Finding[]): void {
      found.push(...findings);
      const fresh = findings.filter((finding) => !known.has(describeFinding(finding)));
      for (const finding of fresh) logger.error({ kind: finding.kind }, describeFinding(finding));
    }

    const audit = { part: parts.part, sha256, report, nowMs: () => clock.now(), maxFindings: MAX_FINDINGS };
    const verified = await verifyNewEntries(audit, before.verified);
    const verifiedTrades = await verifyNewTrades(audit, before.verifiedTrades);
    if (verified === null && found.length === 0) return before;
    const run = { atMs: clock.now(), verified: verified ?? [], verifiedTrades, findings: found };
    const after = await reader.noteRun(run, MAX_FINDINGS);
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
  return {
    run,
    stop() {
      parts.stop();
      return rounds.stop();
    },
  };
}
