import type { Finding } from '@bourse/core/audit/finding.ts';
import type { AuditedOutcome } from '@bourse/core/audit/request-audit.ts';
import { findingInTrades, findingOfExpiry, findingsInOutcomes } from '@bourse/core/audit/request-audit.ts';
import { utcDate } from '@bourse/core/time/utc.ts';
import type { AuditSnapshot } from '../ports/audit-reader.ts';
import type { TradeAudit, TradeProgress } from '../ports/trade-audit.ts';
import { TRADES_GROUP, TRADES_TOPIC } from '../trades/trade-submission.ts';

const TRADES = { group: TRADES_GROUP, topic: TRADES_TOPIC };

/** Batches of outcomes read at once, and the most that the self-audit reads of a partition in one run; the rest waits for the next. */
const PAGE = 20;
const MAX_NEW_BATCHES = 80;

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
  for (const decided of await audit.decided()) {
    const walk = { decided, from: 0n, maxBatches: Infinity, maxFindings: maxFindings - findings.length };
    const walked = await walkPartition(audit, walk, (page) => {
      requests += BigInt(page.length);
      return Promise.resolve([]);
    });
    findings.push(...walked.findings);
  }
  const expired = await audit.expiredEarly(todayOf(await audit.takenAtMs()), null, maxFindings);
  findings.push(...expired.map(findingOfExpiry));
  return { requests, findings: findings.slice(0, maxFindings) };
}

/**
 * The same for what was decided behind the positions that were verified before, and for the trades that were stored by it; of each partition
 * at most so much that a run stays short. Answers how far it came. Throws Fault('unavailable').
 */
export async function verifyNewTrades(
  snapshot: Pick<AuditSnapshot, 'trades'>,
  before: readonly TradeProgress[],
  { nowMs, maxFindings }: { readonly nowMs: number; readonly maxFindings: number },
): Promise<{ readonly verified: readonly TradeProgress[]; readonly findings: readonly Finding[] }> {
  const audit = snapshot.trades(TRADES);
  const starts = new Map(before.map(({ partition, position }) => [partition, position]));
  const today = todayOf(Math.max(nowMs, await audit.takenAtMs()));
  const findings: Finding[] = [];
  const verified: TradeProgress[] = [];
  for (const decided of await audit.decided()) {
    const { partition } = decided;
    const from = starts.get(partition) ?? 0n;
    const walk = { decided, from, maxBatches: MAX_NEW_BATCHES, maxFindings: maxFindings - findings.length };
    const walked = await walkPartition(audit, walk, async (page) => {
      const stored = page.filter(({ failureReason }) => failureReason === null).map(({ tradeId }) => tradeId);
      return (await audit.expiredEarly(today, [...new Set(stored)], maxFindings)).map(findingOfExpiry);
    });
    findings.push(...walked.findings);
    verified.push({ partition, position: walked.position });
  }
  return { verified, findings: findings.slice(0, maxFindings) };
}

/** What of a partition is looked at. */
interface Walk {
  readonly decided: TradeProgress;
  readonly from: bigint;
  readonly maxBatches: number;
  readonly maxFindings: number;
}

/** Ends early once there are more findings than anybody asked for. */
async function walkPartition(
  audit: TradeAudit,
  { decided, from, maxBatches, maxFindings }: Walk,
  look: (page: readonly AuditedOutcome[]) => Promise<readonly Finding[]>,
): Promise<{ readonly position: bigint; readonly findings: readonly Finding[] }> {
  const { partition, position: end } = decided;
  const findings: Finding[] = [];
  let expected = later(from, (await audit.keptFrom(partition, from)) ?? end);
  let cursor = expected;
  for (let read = 0; read < maxBatches && findings.length < maxFindings; read += PAGE) {
    const batches = await audit.outcomes(partition, cursor, PAGE);
    const page = batches.flatMap(({ outcomes }) => outcomes);
    const isLast = batches.length < PAGE;
    const to = isLast ? end : page.reduce((last, { position }) => later(last, position + 1n), expected);
    const setAside = await audit.setAside(partition, expected, to);
    findings.push(...findingsInOutcomes({ partition, from: expected, to, setAside }, page));
    findings.push(...(await compareWithTrades(audit, page)), ...(await look(page)));
    expected = later(expected, to);
    if (isLast) return { position: expected, findings };
    cursor = (batches.at(-1)?.basePosition ?? expected) + 1n;
  }
  return { position: expected, findings };
}

async function compareWithTrades(audit: TradeAudit, outcomes: readonly AuditedOutcome[]): Promise<readonly Finding[]> {
  const compared = outcomes.filter(
    ({ failureReason }) => failureReason === null || failureReason === 'version-superseded',
  );
  const stored = await audit.stored(compared);
  return compared.flatMap((outcome, index) => {
    const versions = stored[index];
    if (versions === undefined) throw new RangeError('every trade has its answer');
    return findingInTrades(outcome, versions) ?? [];
  });
}

function later(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

/** The day (UTC) as a clock may say that is ahead: only what matures then or later is certainly marked too early. */
function todayOf(nowMs: number): string {
  return utcDate(nowMs + CLOCKS_DIFFER_MS);
}
