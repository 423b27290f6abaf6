import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { TradeCursor, TradeFilter, TradePage, TradeQueries } from '@bourse/application/ports/trade-queries.ts';
import type { TradeDesk } from '@bourse/application/trades/trade-desk.ts';
import { utcDate } from '@bourse/core/time/utc.ts';
import { VERSION_MAX } from '@bourse/core/trades/trade-limits.ts';
import type { Static } from 'typebox';
import { principalOf } from './authentication.ts';
import { FORMATS } from './formats.ts';
import { cursorOf, pageRequestOf } from './page-cursor-codec.ts';
import { InvalidRequest, sendProblem } from './problem.ts';
import type { ProblemError } from './schemas/problem-schema.ts';
import { IdempotencyHeaders } from './schemas/shape-schema.ts';
import {
  AcceptedTradeSchema,
  HistoryQuery,
  TradeFormSchema,
  TradePageQuery,
  TradePageSchema,
  TradeParams,
  TradeVersionsQuery,
} from './schemas/trades-schema.ts';
import { readTrade, tradeJson } from './trade-codec.ts';
import { TRADE_DETAIL, TRADE_STATUS } from './trade-refusals.ts';
import { cursorNumberOf } from './wire-codec.ts';
import { traceOfRequest } from './correlation.ts';

/** What the routes of trades need. */
export interface TradesDependencies {
  readonly desk: TradeDesk;
  readonly queries: TradeQueries;
  readonly clock: Clock;
}

const UNKNOWN_TRADE = { 'unknown-trade': 404 } as const;

/** Handing in and reading trades, one at a time. */
export function tradesRoutes({ desk, queries, clock }: TradesDependencies): FastifyPluginAsyncTypebox {
  return async (http) => {
    http.post('/api/v1/trades', {
      // The body is read by the rules themselves, which name its faults in the same words as those of a line of many.
      config: {
        access: { roles: ['operator'], scopes: ['trades:write'] },
        problems: TRADE_STATUS,
        describedBody: TradeFormSchema,
        bodyFaults: faultsOfTrade,
      },
      schema: {
        tags: ['trades'],
        summary: 'Hand in a trade',
        description: '202 once it is durable. What becomes of it is told by GET /api/v1/requests/{request_id}.',
        headers: IdempotencyHeaders,
        querystring: HistoryQuery,
        response: { 202: AcceptedTradeSchema },
      },
      handler: async (request, reply) => {
        const read = readTrade(request.body);
        if (!read.ok) throw new InvalidRequest(read.errors);
        const taken = await desk.submit(
          {
            trade: read.trade,
            asHistory: request.query.history === 'true',
            submittedBy: principalOf(request).userId,
            idempotencyKey: request.headers['idempotency-key'] ?? null,
          },
          traceOfRequest(request),
        );
        if (!taken.ok) {
          return sendProblem(reply, TRADE_STATUS[taken.refusal], taken.refusal, {
            detail: TRADE_DETAIL[taken.refusal],
          });
        }
        const { requestId } = taken.value;
        const { tradeId, version } = read.trade;
        reply.code(202).header('location', `/api/v1/requests/${requestId}`);
        return { request_id: requestId, trade_id: tradeId, version, status: 'accepted' as const };
      },
    });

    http.get('/api/v1/trades', {
      config: { access: { roles: ['operator'], scopes: ['trades:read'] } },
      schema: {
        tags: ['trades'],
        summary: 'List trades by maturity date, trade id and version',
        description: 'A page may hold fewer items than asked for, even none, and still have a next_cursor.',
        querystring: TradePageQuery,
        response: { 200: TradePageSchema },
      },
      handler: async (request) => {
        const page = await queries.list(filterOf(request.query, utcDate(clock.now())));
        return pageJson(page, ({ maturityDate, tradeId, version }) => [maturityDate, tradeId, String(version)]);
      },
    });

    http.get('/api/v1/trades/:trade_id', {
      config: { access: { roles: ['operator'], scopes: ['trades:read'] }, problems: UNKNOWN_TRADE },
      schema: {
        tags: ['trades'],
        summary: 'All versions of a trade, newest first',
        params: TradeParams,
        querystring: TradeVersionsQuery,
        response: { 200: TradePageSchema },
      },
      handler: async (request, reply) => {
        const { limit, after } = pageRequestOf(request.query, ['text']);
        const page = await queries.versions({
          tradeId: request.params.trade_id,
          today: utcDate(clock.now()),
          limit,
          after: after === null ? null : versionOf(after[0]),
        });
        if (page.items.length === 0 && after === null) {
          return sendProblem(reply, UNKNOWN_TRADE['unknown-trade'], 'unknown-trade', {
            detail: 'There is no trade with this id.',
          });
        }
        return pageJson(page, (version) => [String(version)]);
      },
    });
  };
}

function faultsOfTrade(body: unknown): readonly ProblemError[] {
  const read = readTrade(body);
  return read.ok ? [] : read.errors;
}

function filterOf(query: Static<typeof TradePageQuery>, today: string): TradeFilter {
  const { limit, after } = pageRequestOf(query, ['date', 'text', 'text']);
  const { maturity_from: from = null, maturity_to: to = null, expired } = query;
  if (from !== null && to !== null && from > to) {
    throw new InvalidRequest([{ pointer: '/query/maturity_from', message: 'must not be after `maturity_to`' }]);
  }
  const [maturityDate = '', tradeId = '', version] = after ?? [];
  return {
    bookId: query.book_id ?? null,
    counterpartyId: query.counterparty_id ?? null,
    maturityFrom: from,
    maturityTo: to,
    expired: expired === undefined ? null : expired === 'true',
    versions: query.versions ?? 'current',
    today,
    limit,
    after: after === null ? null : { maturityDate, tradeId, version: versionOf(version) },
  };
}

function versionOf(key: string | undefined): number {
  const version = Number(cursorNumberOf(key));
  if (version <= VERSION_MAX) return version;
  throw new InvalidRequest([{ pointer: '/query/cursor', message: FORMATS.cursor.message }]);
}

function pageJson<Cursor extends TradeCursor | number>(
  { items, next }: TradePage<Cursor>,
  keysOf: (cursor: Cursor) => readonly string[],
): Static<typeof TradePageSchema> {
  return { items: items.map(tradeJson), next_cursor: next === null ? null : cursorOf(keysOf(next)) };
}
