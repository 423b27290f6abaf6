import { tradeFaults } from '@bourse/core/trades/trade-limits.ts';
import type { JsonObject } from '../codec/json-fields-codec.ts';
import { integer, parseObject, text, textOrNull } from '../codec/json-fields-codec.ts';
import { createWrittenRecords } from '../codec/written-records.ts';
import type { LogRecord } from '../ports/log.ts';
import type { TradeSubmission } from './trade-submission.ts';

/** Version of the shape below; a reader refuses one that it does not know. */
export const SUBMISSION_SCHEMA_VERSION = 1;

const written = createWrittenRecords<TradeSubmission>();

/** Writes a submission as a log record keyed by its trade. What is as a rule absent takes no room. */
export function encodeSubmission(submission: TradeSubmission, headers: Readonly<Record<string, string>>): LogRecord {
  const { trade, asHistory, submittedBy, submittedAtMs, idempotencyKey } = submission;
  const { tradeId, version, counterpartyId, bookId, maturityDate, createdDate } = trade;
  const value = JSON.stringify({
    v: SUBMISSION_SCHEMA_VERSION,
    tradeId,
    version,
    counterpartyId,
    bookId,
    maturityDate,
    createdDate: createdDate ?? undefined,
    asHistory: asHistory ? true : undefined,
    submittedBy,
    submittedAtMs,
    idempotencyKey: idempotencyKey ?? undefined,
  });
  return written.write(submission, { key: tradeId, value, headers });
}

/** Reads a submission. Throws TypeError, SyntaxError or RangeError with what is wrong. */
export function decodeSubmission(record: LogRecord): TradeSubmission {
  return written.take(record) ?? submissionFromText(record);
}

function submissionFromText(record: LogRecord): TradeSubmission {
  const json = parseObject(record.value);
  if (json['v'] !== SUBMISSION_SCHEMA_VERSION) throw new RangeError(`unknown submission version ${String(json['v'])}`);
  const trade = {
    tradeId: text(json, 'tradeId'),
    version: integer(json, 'version'),
    counterpartyId: text(json, 'counterpartyId'),
    bookId: text(json, 'bookId'),
    maturityDate: text(json, 'maturityDate'),
    createdDate: optionalText(json, 'createdDate'),
  };
  const faults = tradeFaults(trade);
  if (faults.length > 0) throw new RangeError(faults.map(({ field, message }) => `${field} ${message}`).join('; '));
  if (record.key !== trade.tradeId)
    throw new RangeError(`the record of trade ${trade.tradeId} has the key ${record.key}`);
  return {
    trade,
    asHistory: json['asHistory'] === true,
    submittedBy: text(json, 'submittedBy'),
    submittedAtMs: integer(json, 'submittedAtMs'),
    idempotencyKey: optionalText(json, 'idempotencyKey'),
  };
}

/** The same, but undefined for a record that cannot be read: whose it is and what became of it then nobody can say. */
export function tryDecodeSubmission(record: LogRecord): TradeSubmission | undefined {
  try {
    return decodeSubmission(record);
  } catch {
    return undefined;
  }
}

function optionalText(json: JsonObject, name: string): string | null {
  return json[name] === undefined ? null : textOrNull(json, name);
}
