import type { Finding } from '@bourse/core/audit/finding.ts';
import { findingOfExpiry } from '@bourse/core/audit/request-audit.ts';
import { utcDate } from '@bourse/core/time/utc.ts';
import type { AuditSnapshot } from '../ports/audit-reader.ts';
import type { OutcomeLimits, TradeAudit, TradeProgress } from '../ports/trade-audit.ts';
import { TRADES_GROUP, TRADES_TOPIC } from '../trades/trade-submission.ts';
import type { AuditPart } from './audit-parts.ts';
import type { OutcomePage, OutcomePlace } from './verify-outcomes.ts';
import { verifyOutcomePage } from './verify-outcomes.ts';

const TRADES = { group: TRADES_GROUP, topic: TRADES_TOPIC };

/** Read at once by a verification of everything. */
const PAGE: OutcomeLimits = { maxBatches: 20, maxOutcomes: 5_000 };

/** Read in one part of the self-audit: as many outcomes as one batch may hold. */
const PART: OutcomeLimits = { maxBatches: 20, maxOutcomes: 250 };

/** Outcomes of a partition that the self-audit looks at in one run, or batches where they hold less; the rest waits for the next. */
const MAX_NEW_OUTCOMES = 20_000;

/** The clock of a process that marks trades may be ahead of the one that is looked at. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * Verifies all that is kept: each record that was decided has exactly one outcome or is a dead letter, outcomes agree with the trades that
 * are stored, and no trade is marked as expired before its time. Throws Fault('unavailable').
 */
export async function verifyAllTrades(
  snapshot: Pick<AuditSnapshot, 'trades'>,
  maxFindings: number,
): Promise<{ readonly requests: bigint; readonly findings: readonly Finding[] }> {
  const audit = snapshot.trades(TRADES);
  const findings: Finding[] = [];
  let requests = 0n;
  for (const { partition, position: end } of await audit.decided()) {
    let place: OutcomePlace | null = { partition, expected: 0n, lastBatch: null };
    // More findings than anybody asked for are not looked for.
    while (place !== null && findings.length < maxFindings) {
      const seen: OutcomePage = await verifyOutcomePage(audit, { place, end }, PAGE);
      requests += BigInt(seen.outcomes.length);
      findings.push(...seen.findings);
      place = seen.isLast ? null : seen.place;
    }
  }
  const expired = await audit.expiredEarly(todayOf(await audit.takenAtMs()), null, maxFindings);
  findings.push(...expired.map(findingOfExpiry));
  return { requests, findings: findings.slice(0, maxFindings) };
}

/** What new trades are verified with. */
export interface NewTradesAudit {
  readonly part: AuditPart;
  /** Told of what a part has found, before the next one begins. */
  readonly report: (findings: readonly Finding[]) => void;
  readonly nowMs: () => number;
  readonly maxFindings: number;
}

/**
 * The same for what was decided behind the positions that were verified before, and for the trades that were stored by it; of each partition
 * at most so much that a run ends. Each part compares outcomes with trades as both are at one moment. Answers how far it came, which is
 * true as well when it was stopped: then only of the partitions it had its look at. Throws Fault('unavailable').
 */
export async function verifyNewTrades(
  { part, report, nowMs, maxFindings }: NewTradesAudit,
  before: readonly TradeProgress[],
): Promise<readonly TradeProgress[]> {
  const starts = new Map(before.map(({ partition, position }) => [partition, position]));
  const partitions = (await part((snapshot) => snapshot.trades(TRADES).decided())) ?? [];
  const verified: TradeProgress[] = [];
  let room = maxFindings;
  for (const { partition } of partitions) {
    let place: OutcomePlace = { partition, expected: starts.get(partition) ?? 0n, lastBatch: null };
    for (let looked = 0; looked < MAX_NEW_OUTCOMES && room > 0;) {
      const next = place;
      const seen = await part((snapshot) => verifyPart(snapshot.trades(TRADES), next, nowMs()));
      if (seen === null) break;
      const findings = seen.findings.slice(0, room);
      report(findings);
      room -= findings.length;
      looked += Math.max(seen.batches, seen.outcomes.length);
      place = seen.place;
      if (seen.isLast) break;
    }
    verified.push({ partition, position: place.expected });
  }
  return verified;
}

async function verifyPart(audit: TradeAudit, place: OutcomePlace, nowMs: number): Promise<OutcomePage> {
  const decided = await audit.decided();
  const end = decided.find(({ partition }) => partition === place.partition)?.position ?? place.expected;
  const seen = await verifyOutcomePage(audit, { place, end }, PART);
  const stored = seen.outcomes.filter(({ failureReason }) => failureReason === null).map(({ tradeId }) => tradeId);
  const today = todayOf(Math.max(nowMs, await audit.takenAtMs()));
  const expired = await audit.expiredEarly(today, [...new Set(stored)], PART.maxOutcomes);
  return { ...seen, findings: [...seen.findings, ...expired.map(findingOfExpiry)] };
}

/** The day (UTC) as a clock may say that is ahead: only what matures then or later is certainly marked too early. */
function todayOf(nowMs: number): string {
  return utcDate(nowMs + CLOCKS_DIFFER_MS);
}
