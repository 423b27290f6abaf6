import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TradeSubmission } from './trade-submission.ts';
import { decodeSubmission, encodeSubmission, tryDecodeSubmission } from './trade-submission-codec.ts';

const SUBMISSION: TradeSubmission = {
  trade: {
    tradeId: 'T1',
    version: 1,
    counterpartyId: 'CP-1',
    bookId: 'B1',
    maturityDate: '2026-12-20',
    createdDate: null,
  },
  asHistory: false,
  submittedBy: 'ada',
  submittedAtMs: 1_795_000_000_000,
  idempotencyKey: null,
};

const plainText = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'Z', '0', '"', '\\', '漢', '🦉', '{'), minLength: 1, maxLength });
const date = fc.constantFrom('0001-01-01', '2024-02-29', '9999-12-31');
const submission: fc.Arbitrary<TradeSubmission> = fc.record({
  trade: fc.record({
    tradeId: plainText(20),
    version: fc.integer({ min: 1, max: 2_147_483_647 }),
    counterpartyId: plainText(50),
    bookId: plainText(50),
    maturityDate: date,
    createdDate: fc.option(date, { nil: null }),
  }),
  asHistory: fc.boolean(),
  submittedBy: fc.uuid(),
  submittedAtMs: fc.integer({ min: 0, max: 8_640_000_000_000_000 }),
  idempotencyKey: fc.option(plainText(200), { nil: null }),
});

/** A record with one field of the submission replaced; undefined takes it away. */
function recordWith(changes: Readonly<Record<string, unknown>>) {
  const { key, value } = encodeSubmission(SUBMISSION, {});
  return { key, value: JSON.stringify({ ...(JSON.parse(value) as object), ...changes }), headers: {} };
}

describe('a submission as a record', () => {
  it('reads as it was written, in one line, keyed by its trade', () => {
    fc.assert(
      fc.property(submission, (given) => {
        const record = encodeSubmission(given, { name: 'value' });
        expect(record.value).not.toContain('\n');
        expect([record.key, record.headers]).toEqual([given.trade.tradeId, { name: 'value' }]);
        for (const each of [{ ...record }, record]) expect(decodeSubmission(each)).toEqual(given);
      }),
    );
  });

  it('is read as it was written by the first version', () => {
    const value =
      '{"v":1,"tradeId":"T1","version":1,"counterpartyId":"CP-1","bookId":"B1","maturityDate":"2026-12-20","submittedBy":"ada","submittedAtMs":1795000000000}';
    expect(encodeSubmission(SUBMISSION, {}).value).toBe(value);
    expect(decodeSubmission({ key: 'T1', value, headers: {} })).toEqual(SUBMISSION);
  });

  it.each([
    ['of a version that nobody knows', { v: 2 }, 'unknown submission version 2'],
    ['without a trade id', { tradeId: undefined }, 'tradeId is not a string'],
    ['with a version as a text', { version: '1' }, 'version is not a whole number'],
    ['with a date that does not exist', { maturityDate: '2026-02-30' }, 'maturityDate must be a date'],
    [
      'with several faults, all named',
      { version: 0, bookId: ' B1' },
      'version must be a whole number from 1 to 2147483647; bookId',
    ],
    ['under the key of another trade', { tradeId: 'T2' }, 'the record of trade T2 has the key T1'],
    ['without a sender', { submittedBy: null }, 'submittedBy is not a string'],
  ])('is not read %s', (_, changes, fault) => {
    const record = recordWith(changes);
    expect(() => decodeSubmission(record)).toThrow(fault);
    expect(tryDecodeSubmission(record)).toBeUndefined();
  });

  it('is not read when it is no JSON', () => {
    const record = { key: 'T1', value: '{', headers: {} };
    expect(() => decodeSubmission(record)).toThrow(SyntaxError);
    expect(tryDecodeSubmission(record)).toBeUndefined();
  });
});
