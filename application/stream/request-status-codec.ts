import { TRADE_REFUSALS } from '@bourse/core/trades/trade-decider.ts';
import { integer, parseObject, text, word } from '../codec/json-fields-codec.ts';
import type { RequestStatus } from '../trades/request-status.ts';

const REASONS = [...TRADE_REFUSALS, 'not-processable'] as const;

/** Reads what became of a request, as JSON.stringify wrote it. Throws TypeError, SyntaxError or RangeError with what is wrong. */
export function decodeRequestStatus(value: string): RequestStatus {
  const json = parseObject(value);
  return {
    requestId: text(json, 'requestId'),
    status: word(json, 'status', ['PENDING', 'SUCCESS', 'FAILED']),
    tradeId: text(json, 'tradeId'),
    version: integer(json, 'version'),
    failureReason: json['failureReason'] === null ? null : word(json, 'failureReason', REASONS),
    createdAtMs: integer(json, 'createdAtMs'),
    updatedAtMs: integer(json, 'updatedAtMs'),
  };
}
