import type { LogPlace } from '@bourse/application/ports/log.ts';
import type { RequestOutcome } from '@bourse/application/ports/request-outcomes.ts';
import type { AuditedOutcome } from '@bourse/core/audit/request-audit.ts';

/** Outcomes of one partition as one row of the database. */
export interface OutcomeBatch {
  readonly partition: number;
  readonly basePosition: bigint;
  readonly records: number;
  readonly decidedAtMs: number;
  readonly payload: string;
}

/** The fields of one line, in their order: what is left out of it stands in the row or in the first line. */
type Line = readonly [
  offset: number,
  tradeId: string,
  version: number,
  submitter: number,
  failureReason: RequestOutcome['failureReason'],
  createdAtMs: number,
  decidedAfterMs: number,
];

/**
 * Packs outcomes of one partition, in the order of their positions: a line of JSON for each, and before them one with those who sent them.
 * JSON has no raw line breaks, so a line can be found by how it begins without reading the others.
 */
export function encodeOutcomes(outcomes: readonly [RequestOutcome, ...RequestOutcome[]]): OutcomeBatch {
  const [{ place: first }] = outcomes;
  const submitters = new Map<string, number>();
  let decidedAtMs = 0;
  let lines = '';
  for (const outcome of outcomes) {
    const submitter = submitters.get(outcome.submittedBy) ?? submitters.size;
    submitters.set(outcome.submittedBy, submitter);
    decidedAtMs = Math.max(decidedAtMs, outcome.decidedAtMs);
    lines += `\n${JSON.stringify(lineOf(outcome, first.position, submitter))}`;
  }
  return {
    partition: first.partition,
    basePosition: first.position,
    records: outcomes.length,
    decidedAtMs,
    payload: `${JSON.stringify([...submitters.keys()])}${lines}`,
  };
}

/** Reads the outcome of one place from the batch that reaches over it; undefined when the batch has none for it. */
export function outcomeAt(
  { basePosition, payload }: Pick<OutcomeBatch, 'basePosition' | 'payload'>,
  place: LogPlace,
): RequestOutcome | undefined {
  const start = payload.indexOf(`\n[${place.position - basePosition},`);
  if (start === -1) return undefined;
  const end = payload.indexOf('\n', start + 1);
  const line = JSON.parse(payload.slice(start + 1, end === -1 ? undefined : end)) as Line;
  const submitters = JSON.parse(payload.slice(0, payload.indexOf('\n'))) as readonly string[];
  const [, tradeId, version, submitter, failureReason, createdAtMs, decidedAfterMs] = line;
  const submittedBy = submitters[submitter];
  if (submittedBy === undefined) throw new TypeError('a batch of outcomes is broken: nobody sent one of them');
  return {
    place,
    tradeId,
    version,
    submittedBy,
    failureReason,
    createdAtMs,
    decidedAtMs: createdAtMs + decidedAfterMs,
  };
}

/** All outcomes of a batch that somebody may have changed by hand, as far as they can be read. */
export function readableOutcomes({
  basePosition,
  payload,
}: Pick<OutcomeBatch, 'basePosition' | 'payload'>): readonly AuditedOutcome[] {
  return payload
    .split('\n')
    .slice(1)
    .flatMap((text) => {
      const line = readLine(text);
      if (line === undefined) return [];
      const [offset, tradeId, version, , failureReason] = line;
      return { position: basePosition + BigInt(offset), tradeId, version, failureReason };
    });
}

function readLine(text: string): Line | undefined {
  try {
    const line = JSON.parse(text) as unknown;
    const isLine =
      Array.isArray(line) &&
      Number.isSafeInteger(line[0]) &&
      typeof line[1] === 'string' &&
      Number.isSafeInteger(line[2]);
    return isLine ? (line as unknown as Line) : undefined;
  } catch {
    return undefined;
  }
}

function lineOf(outcome: RequestOutcome, basePosition: bigint, submitter: number): Line {
  const { place, tradeId, version, failureReason, createdAtMs, decidedAtMs } = outcome;
  const offset = Number(place.position - basePosition);
  return [offset, tradeId, version, submitter, failureReason, createdAtMs, decidedAtMs - createdAtMs];
}
