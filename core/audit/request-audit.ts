import type { TradeRefusal } from '../trades/trade-decider.ts';
import type { Finding, FindingKind } from './finding.ts';

/** What became of one record of the log of trades, as far as an audit looks at it. */
export interface AuditedOutcome {
  readonly position: bigint;
  readonly tradeId: string;
  readonly version: number;
  /** Null when the trade was stored. */
  readonly failureReason: TradeRefusal | null;
}

/** Records of one partition that were all decided, from one position up to another, without that one. */
export interface DecidedRecords {
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
  /** Positions of those that went to the dead letters. */
  readonly setAside: readonly bigint[];
}

/** What is stored under the id of a trade. */
export interface StoredVersions {
  /** Whether the version that was asked about is stored. */
  readonly isStored: boolean;
  /** Undefined when there is no such trade. */
  readonly highestVersion: number | undefined;
}

/**
 * Finds records that have no outcome, several of them, or one although they are dead letters; and outcomes of records that were not decided.
 * Outcomes come in the order in which they are kept.
 */
export function findingsInOutcomes(records: DecidedRecords, outcomes: readonly AuditedOutcome[]): readonly Finding[] {
  const { partition, from, to } = records;
  const setAside = new Set(records.setAside);
  const findings: Finding[] = [];
  let expected = from;

  function passOver(until: bigint): void {
    let missing = until - expected;
    for (const position of setAside) if (position >= expected && position < until) missing -= 1n;
    if (missing <= 0n) return;
    const where = `of the records ${expected} to ${until - 1n} of partition ${partition} of the log of trades`;
    findings.push(found('outcome-missing', `${missing} ${where} have neither an outcome nor a dead letter`));
  }

  for (const { position } of outcomes) {
    const record = `record ${position} of partition ${partition} of the log of trades`;
    if (position >= to) {
      findings.push(found('outcome-repeated', `${record} has an outcome and was not decided yet`));
      continue;
    }
    if (position < expected) findings.push(found('outcome-repeated', `${record} has more than one outcome`));
    else passOver(position);
    if (setAside.has(position)) findings.push(found('outcome-repeated', `${record} has an outcome and a dead letter`));
    if (position >= expected) expected = position + 1n;
  }
  passOver(to);
  return findings;
}

/** What is wrong when an outcome is compared with the trades that are stored; null when they agree. */
export function findingInTrades(
  { tradeId, version, failureReason }: AuditedOutcome,
  { isStored, highestVersion }: StoredVersions,
): Finding | null {
  const highest = highestVersion === undefined ? 'there is no such trade' : `the highest stored is ${highestVersion}`;
  if (failureReason === null && !isStored) {
    return found('trade-mismatch', `version ${version} of trade ${tradeId} was stored and is missing; ${highest}`);
  }
  if (failureReason === 'version-superseded' && (highestVersion ?? 0) <= version) {
    return found('trade-mismatch', `version ${version} of trade ${tradeId} was refused for a higher one; ${highest}`);
  }
  return null;
}

/** The finding for a trade that is marked as expired before its time. */
export function findingOfExpiry({ tradeId, version, maturityDate }: ExpiredTrade): Finding {
  return found(
    'expiry-mismatch',
    `version ${version} of trade ${tradeId} is marked as expired and matures on ${maturityDate}`,
  );
}

/** A trade that is marked as expired. */
export interface ExpiredTrade {
  readonly tradeId: string;
  readonly version: number;
  /** YYYY-MM-DD. */
  readonly maturityDate: string;
}

function found(kind: FindingKind, detail: string): Finding {
  return { kind, partition: null, sequence: null, accountId: null, detail };
}
