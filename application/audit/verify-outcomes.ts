import type { Finding } from '@bourse/core/audit/finding.ts';
import type { AuditedOutcome } from '@bourse/core/audit/request-audit.ts';
import { findingInTrades, findingsInOutcomes } from '@bourse/core/audit/request-audit.ts';
import type { OutcomeLimits, TradeAudit } from '../ports/trade-audit.ts';

/** Where a walk over the outcomes of a partition stands. */
export interface OutcomePlace {
  readonly partition: number;
  /** Every record before this position is accounted for. */
  readonly expected: bigint;
  /** Where the batch begins that was looked at last; null at first. */
  readonly lastBatch: bigint | null;
}

/** What a page of outcomes came to. */
export interface OutcomePage {
  readonly place: OutcomePlace;
  readonly batches: number;
  readonly outcomes: readonly AuditedOutcome[];
  readonly findings: readonly Finding[];
  readonly isLast: boolean;
}

/**
 * Verifies the page of outcomes behind a place, of a partition that was decided up to `end`: that each record has exactly one or is a dead letter,
 * and that they agree with the trades that are stored. Behind the last outcomes there is one more page, which is empty. Throws
 * Fault('unavailable').
 */
export async function verifyOutcomePage(
  audit: TradeAudit,
  { place, end }: { readonly place: OutcomePlace; readonly end: bigint },
  limits: OutcomeLimits,
): Promise<OutcomePage> {
  const { partition, lastBatch } = place;
  // Outcomes are removed from the old end. So as long as the batch is there that was looked at last, what is missing behind it was taken away.
  const kept = (await audit.keptFrom(partition, lastBatch ?? place.expected)) ?? end;
  const expected = later(place.expected, kept);
  const batches = await audit.outcomes(partition, lastBatch === null ? expected : lastBatch + 1n, limits);
  const outcomes = batches.flatMap((batch) => batch.outcomes);
  const isLast = batches.length === 0;
  const reached = outcomes.reduce((last, { position }) => later(last, position + 1n), expected);
  const to = isLast || reached > end ? end : reached;
  const setAside = await audit.setAside(partition, expected, to);
  const findings = [
    ...findingsInOutcomes({ partition, from: expected, to, setAside }, outcomes),
    ...(await compareWithTrades(audit, outcomes)),
  ];
  const next = { partition, expected: later(expected, to), lastBatch: batches.at(-1)?.basePosition ?? lastBatch };
  return { place: next, batches: batches.length, outcomes, findings, isLast };
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
