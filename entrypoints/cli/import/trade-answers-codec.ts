import type { JsonObject } from '@bourse/application/codec/json-fields-codec.ts';
import {
  array,
  asObject,
  integer,
  parseObject,
  text,
  textOrNull,
} from '@bourse/application/codec/json-fields-codec.ts';
import type { NewTrade } from '@bourse/core/trades/trade.ts';
import { ImportError } from './import-error.ts';
import type { LineAnswer, RequestState } from './trade-service.ts';

/** One line of the answer to an upload: the answer to a line, or the last one, which tells when not all was taken. */
export type BulkLine =
  | { readonly line: number; readonly answer: LineAnswer }
  | { readonly problem: { readonly status: number; readonly detail: string } | null };

/** A page of the versions of a trade, newest first. */
export interface VersionPage {
  readonly items: readonly (NewTrade & { readonly createdDate: string })[];
  readonly nextCursor: string | null;
}

/** Reads a line of the answer to an upload. Throws ImportError when it is none. */
export function readBulkLine(json: string): BulkLine {
  return understood(json, (line) => {
    if (!('line' in line)) {
      integer(line, 'accepted');
      if (!('problem' in line)) return { problem: null };
      const problem = asObject(line['problem'], 'problem');
      return { problem: { status: integer(problem, 'status'), detail: detailOf(problem) ?? text(problem, 'title') } };
    }
    return { line: integer(line, 'line'), answer: answerOf(line) };
  });
}

/** Reads where requests stand. Throws ImportError when it is something else. */
export function readRequestStates(json: string): ReadonlyMap<string, RequestState> {
  return understood(json, (list) => {
    const items = array(list, 'items').map((item) => asObject(item, 'a request'));
    return new Map(items.map((item) => [text(item, 'request_id'), stateOf(item)]));
  });
}

/** Reads a page of the versions of a trade. Throws ImportError when it is something else. */
export function readVersionPage(json: string): VersionPage {
  return understood(json, (page) => ({
    items: array(page, 'items').map((item) => {
      const trade = asObject(item, 'a trade');
      return {
        tradeId: text(trade, 'trade_id'),
        version: integer(trade, 'version'),
        counterpartyId: text(trade, 'counterparty_id'),
        bookId: text(trade, 'book_id'),
        maturityDate: text(trade, 'maturity_date'),
        createdDate: text(trade, 'created_date'),
      };
    }),
    nextCursor: textOrNull(page, 'next_cursor'),
  }));
}

/** What a problem document says to a person; null when it says nothing, or is none. */
export function readProblemDetail(json: string): string | null {
  try {
    return detailOf(parseObject(json));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

function answerOf(line: JsonObject): LineAnswer {
  if ('request_id' in line) return { requestId: text(line, 'request_id') };
  if ('reason' in line) return { refusal: text(line, 'reason') };
  const faults = array(line, 'errors').map((error) => asObject(error, 'a fault'));
  return {
    fault: faults.map((fault) => `${text(fault, 'pointer').slice(1)} ${text(fault, 'message')}`.trim()).join('; '),
  };
}

function stateOf(item: JsonObject): RequestState {
  const status = text(item, 'status');
  if (status === 'PENDING' || status === 'SUCCESS') return { status };
  if (status === 'FAILED') return { status, reason: text(item, 'failure_reason') };
  throw new TypeError(`a request cannot be ${status}`);
}

function detailOf(problem: JsonObject): string | null {
  return 'detail' in problem ? text(problem, 'detail') : null;
}

function understood<Value>(json: string, read: (document: JsonObject) => Value): Value {
  try {
    return read(parseObject(json));
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof TypeError)) throw cause;
    throw new ImportError(
      `What answers is not Bourse, or another version of it: ${cause.message}. Is the address right? See --url.`,
      { cause },
    );
  }
}
