import { describe, expect, it } from 'vitest';
import type { AuditedOutcome } from './request-audit.ts';
import { findingInTrades, findingOfExpiry, findingsInOutcomes } from './request-audit.ts';

const outcome = (position: number, changes: Partial<AuditedOutcome> = {}): AuditedOutcome => ({
  position: BigInt(position),
  tradeId: 'T1',
  version: 2,
  failureReason: null,
  ...changes,
});

/** What is said about the records 10 to 14 of partition 3 when these have outcomes. */
function saidOf(positions: readonly number[], setAside: readonly number[] = []): readonly string[] {
  const records = { partition: 3, from: 10n, to: 15n, setAside: setAside.map(BigInt) };
  return findingsInOutcomes(
    records,
    positions.map((position) => outcome(position)),
  ).map(({ kind, detail }) => `${kind}: ${detail.replace(' of the log of trades', '')}`);
}

describe('the outcomes of records that were decided', () => {
  it('are in order when each record has one, or is a dead letter', () => {
    expect(saidOf([10, 11, 12, 13, 14])).toEqual([]);
    expect(saidOf([10, 12, 14], [11, 13])).toEqual([]);
    expect(saidOf([], [10, 11, 12, 13, 14])).toEqual([]);
  });

  it('are found to be missing at the front, in the middle and at the end', () => {
    const missing = (count: number, from: number, to: number): string =>
      `outcome-missing: ${count} of the records ${from} to ${to} of partition 3 have neither an outcome nor a dead letter`;
    expect(saidOf([11, 12, 13, 14])).toEqual([missing(1, 10, 10)]);
    expect(saidOf([10, 13, 14])).toEqual([missing(2, 11, 12)]);
    expect(saidOf([10, 11])).toEqual([missing(3, 12, 14)]);
    expect(saidOf([])).toEqual([missing(5, 10, 14)]);
    expect(saidOf([10, 14], [12])).toEqual([missing(2, 11, 13)]);
  });

  it('are found to be too many', () => {
    const twice = 'outcome-repeated: record 11 of partition 3 has more than one outcome';
    expect(saidOf([10, 11, 11, 12, 13, 14])).toEqual([twice]);
    expect(saidOf([10, 11, 12, 13, 14, 11])).toEqual([twice]);
    expect(saidOf([10, 11, 12, 13, 14], [12])).toEqual([
      'outcome-repeated: record 12 of partition 3 has an outcome and a dead letter',
    ]);
    expect(saidOf([10, 11, 12, 13, 14, 15])).toEqual([
      'outcome-repeated: record 15 of partition 3 has an outcome and was not decided yet',
    ]);
  });
});

describe('an outcome and the trades that are stored', () => {
  it('agree when what succeeded is there, below any higher version', () => {
    expect(findingInTrades(outcome(0), { isStored: true, highestVersion: 2 })).toBeNull();
    expect(findingInTrades(outcome(0), { isStored: true, highestVersion: 7 })).toBeNull();
  });

  it('contradict each other when the version is missing, also when the versions of the trade went back', () => {
    const said = (highestVersion: number | undefined) =>
      findingInTrades(outcome(0), { isStored: false, highestVersion })?.detail;
    expect(said(undefined)).toBe('version 2 of trade T1 was stored and is missing; there is no such trade');
    expect(said(1)).toBe('version 2 of trade T1 was stored and is missing; the highest stored is 1');
    expect(said(3)).toBe('version 2 of trade T1 was stored and is missing; the highest stored is 3');
  });

  it('contradict each other when the higher version is missing for which one was refused', () => {
    const superseded = outcome(0, { failureReason: 'version-superseded' });
    expect(findingInTrades(superseded, { isStored: false, highestVersion: 3 })).toBeNull();
    expect(findingInTrades(superseded, { isStored: true, highestVersion: 2 })?.kind).toBe('trade-mismatch');
    expect(findingInTrades(superseded, { isStored: false, highestVersion: undefined })?.kind).toBe('trade-mismatch');
  });

  it('have nothing to do with each other when the trade was refused for itself', () => {
    for (const failureReason of ['maturity-passed', 'idempotency-key-reused'] as const) {
      const refused = outcome(0, { failureReason });
      expect(findingInTrades(refused, { isStored: false, highestVersion: undefined })).toBeNull();
    }
  });
});

describe('a trade that is marked as expired too early', () => {
  it('is named with its maturity date', () => {
    expect(findingOfExpiry({ tradeId: 'T1', version: 2, maturityDate: '2026-12-20' })).toMatchObject({
      kind: 'expiry-mismatch',
      detail: 'version 2 of trade T1 is marked as expired and matures on 2026-12-20',
    });
  });
});
