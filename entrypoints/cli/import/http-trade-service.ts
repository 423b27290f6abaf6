import type { NewTrade } from '@bourse/core/trades/trade.ts';
import type { HttpAccess } from './http-call.ts';
import { httpPieces, PASSING_STATUSES } from './http-call.ts';
import { ImportError } from './import-error.ts';
import type { VersionPage } from './trade-answers-codec.ts';
import { readBulkLine, readRequestStates, readVersionPage } from './trade-answers-codec.ts';
import { writeTrade } from './trade-line-codec.ts';
import type { LineAnswer, TradeService } from './trade-service.ts';
import { Unavailable } from './trade-service.ts';

/** Longest that a call may take, milliseconds. An upload of a chunk takes a fraction of a second. */
const UPLOAD_MS = 120_000;
const READ_MS = 30_000;
const VERSIONS_PER_PAGE = 500;

/** Makes a service that talks to the API of Bourse. `asHistory`: versions may come behind higher ones, and may have matured. */
export function createHttpTradeService(access: HttpAccess, asHistory: boolean): TradeService {
  const upload = `/api/v1/trades/bulk${asHistory ? '?history=true' : ''}`;
  return {
    async send(trades, onAnswer) {
      const lines = trades.map((trade) => `${writeTrade(trade)}\n`).join('');
      await readAnswers(httpPieces(access, { path: upload, timeoutMs: UPLOAD_MS, lines }), onAnswer);
    },
    async states(requestIds) {
      return readRequestStates(await get(access, `/api/v1/requests?ids=${requestIds.join(',')}`));
    },
    async isStored(trade) {
      const path = `/api/v1/trades/${encodeURIComponent(trade.tradeId)}?limit=${VERSIONS_PER_PAGE}`;
      let next: string | null = path;
      while (next !== null) {
        const json = await get(access, next);
        if (json === '') return false;
        const { items, nextCursor }: VersionPage = readVersionPage(json);
        const found = items.find(({ version }) => version === trade.version);
        if (found !== undefined) return isSame(trade, found);
        // The newest version comes first.
        const isBehind = items.some(({ version }) => version < trade.version);
        next = isBehind || nextCursor === null ? null : `${path}&cursor=${encodeURIComponent(nextCursor)}`;
      }
      return false;
    },
  };
}

/** The whole answer; empty when there is no such thing (404). */
async function get(access: HttpAccess, path: string): Promise<string> {
  let json = '';
  for await (const piece of httpPieces(access, { path, timeoutMs: READ_MS })) json += piece;
  return json;
}

/** Tells the answers as their lines arrive. */
async function readAnswers(pieces: AsyncIterable<string>, onAnswer: (answer: LineAnswer) => void): Promise<void> {
  let rest = '';
  let answered = 0;
  for await (const piece of pieces) {
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop() ?? '';
    for (const json of lines) {
      const line = readBulkLine(json);
      if ('problem' in line) {
        if (line.problem !== null) throw stopOf(line.problem);
        continue;
      }
      answered += 1;
      if (line.line !== answered) throw new ImportError('The answers of Bourse are not in the order of the lines.');
      onAnswer(line.answer);
    }
  }
}

/** Bourse has taken the lines that it answered, and no more. */
function stopOf({ status, detail }: { readonly status: number; readonly detail: string }): Error {
  return PASSING_STATUSES.includes(status) ? new Unavailable(detail) : new ImportError(detail);
}

function isSame(trade: NewTrade, stored: VersionPage['items'][number]): boolean {
  return (
    trade.tradeId === stored.tradeId &&
    trade.counterpartyId === stored.counterpartyId &&
    trade.bookId === stored.bookId &&
    trade.maturityDate === stored.maturityDate &&
    (trade.createdDate === null || trade.createdDate === stored.createdDate)
  );
}
