import { createApi } from '@bourse/client/api.ts';
import type { BulkLineAnswer } from '@bourse/client/bulk-answer-codec.ts';
import type { TradeToSend } from '@bourse/client/bulk-upload.ts';
import { uploadTrades } from '@bourse/client/bulk-upload.ts';
import type { RequestState as StateAtBourse } from '@bourse/client/request-states.ts';
import { requestStates } from '@bourse/client/request-states.ts';
import type { NewTrade } from '@bourse/core/trades/trade.ts';
import type { HttpAccess } from './http-calls.ts';
import { createHttpCalls } from './http-calls.ts';
import { isStored } from './stored-version.ts';
import type { LineAnswer, RequestState, TradeService } from './trade-service.ts';

/** Longest that a call may take, milliseconds. An upload of a chunk takes a fraction of a second. */
const UPLOAD_MS = 120_000;
const READ_MS = 30_000;

/** Makes a service that talks to the API of Bourse. `asHistory`: versions may come behind higher ones, and may have matured. */
export function createHttpTradeService(access: HttpAccess, asHistory: boolean): TradeService {
  const { url, apiKey } = access;
  // Whoever imports is patient in a way of its own, and says so at the terminal.
  const api = createApi({ url, credential: { type: 'api-key', key: apiKey }, retries: { maxTries: 1 } });
  const calls = createHttpCalls(access);
  return {
    send: (trades, onAnswer) =>
      calls(UPLOAD_MS, async (signal) => {
        const answers = uploadTrades(api, trades.map(toSend), { asHistory, signal });
        for await (const answer of answers) onAnswer(lineAnswerOf(answer));
      }),
    async states(requestIds) {
      const states = await calls(READ_MS, (signal) => requestStates(api, requestIds, signal));
      return new Map([...states].map(([id, state]) => [id, stateOf(state)]));
    },
    isStored: (trade) => isStored(trade, (read) => calls(READ_MS, (signal) => read(api, signal))),
  };
}

function toSend({ tradeId, version, counterpartyId, bookId, maturityDate, createdDate }: NewTrade): TradeToSend {
  return {
    trade_id: tradeId,
    version,
    counterparty_id: counterpartyId,
    book_id: bookId,
    maturity_date: maturityDate,
    ...(createdDate === null ? {} : { created_date: createdDate }),
  };
}

function lineAnswerOf({ request_id: requestId, reason, errors = [] }: BulkLineAnswer): LineAnswer {
  if (requestId !== undefined) return { requestId };
  if (reason !== undefined) return { refusal: reason };
  return { fault: errors.map(({ pointer, message }) => `${pointer.slice(1)} ${message}`.trim()).join('; ') };
}

function stateOf({ status, failure_reason: reason }: StateAtBourse): RequestState {
  return status === 'FAILED' ? { status, reason: reason ?? 'Bourse does not say why' } : { status };
}
