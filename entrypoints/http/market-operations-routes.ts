import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { AcceptRefusal, createAcceptPrice } from '@bourse/application/market/accept-price.ts';
import type { createChangeStatus } from '@bourse/application/market/change-status.ts';
import type { createMarketStatus } from '@bourse/application/market/market-status.ts';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { InstrumentControl } from '@bourse/application/ports/instrument-control.ts';
import type { QuarantineStore } from '@bourse/application/ports/quarantine-store.ts';
import { formatMoney } from '@bourse/core/money/decimal.ts';
import { formatTime } from '@bourse/core/time/utc.ts';
import { principalOf } from './authentication.ts';
import { instrumentChangeJson, marketStatusJson, quarantineEntryJson } from './market-operations-json.ts';
import { pageOf, pageRequestOf } from './page-cursor-codec.ts';
import { sendProblem } from './problem.ts';
import {
  AcceptedPriceSchema,
  AcceptPriceForm,
  InstrumentChangesSchema,
  InstrumentStatusSchema,
  MarketStatusSchema,
  QuarantinePageSchema,
  QuarantineQuery,
} from './schemas/market-operations-schema.ts';
import { PageQuery } from './schemas/shape-schema.ts';
import { SymbolParams } from './schemas/trading-schema.ts';
import { cursorNumberOf, microsOf } from './wire-codec.ts';

/** What the routes of the market's operators need. */
export interface MarketOperationsDependencies {
  readonly status: ReturnType<typeof createMarketStatus>;
  readonly acceptPrice: ReturnType<typeof createAcceptPrice>;
  readonly changeStatus: ReturnType<typeof createChangeStatus>;
  readonly quarantine: Pick<QuarantineStore, 'list'>;
  readonly control: Pick<InstrumentControl, 'changes'>;
  readonly clock: Clock;
}

const UNKNOWN_SYMBOL = { 'unknown-symbol': 404 } as const;
const ACCEPT_STATUS: Readonly<Record<AcceptRefusal, 404 | 422>> = {
  'not-quarantined': 404,
  'price-moved': 422,
  'price-superseded': 422,
};
const ACCEPT_DETAIL: Readonly<Record<AcceptRefusal, string>> = {
  'not-quarantined':
    'No quote of this instrument waits in quarantine for a jump. GET /api/v1/market/quarantine?status=open lists those that do.',
  'price-moved': 'The newest quote in quarantine is too far from expected_price. Look at it again.',
  'price-superseded': 'A newer price of this instrument has been believed since; there is nothing left to accept.',
};
const READ = { roles: ['operator'], scopes: ['operations:read'] } as const;
const WRITE = { roles: ['operator'], scopes: ['operations:write'] } as const;

/** How the market's prices are, what is not believed, and what operators do about it. */
export function marketOperationsRoutes(dependencies: MarketOperationsDependencies): FastifyPluginAsyncTypebox {
  const { status, acceptPrice, changeStatus, quarantine, control, clock } = dependencies;
  return async (http) => {
    http.get('/api/v1/market/status', {
      config: { access: READ },
      schema: { tags: ['operations'], summary: 'State of prices and feeds', response: { 200: MarketStatusSchema } },
      handler: async () => marketStatusJson(await status(), clock.now()),
    });

    http.get('/api/v1/market/quarantine', {
      config: { access: READ },
      schema: {
        tags: ['operations'],
        summary: 'List quotes that are not believed, by symbol and reason',
        querystring: QuarantineQuery,
        response: { 200: QuarantinePageSchema },
      },
      handler: async (request) => {
        const { limit, after } = pageRequestOf(request.query, ['text', 'text']);
        const wanted = request.query.status ?? 'all';
        const [symbol = '', reason = ''] = after ?? [];
        const found = await quarantine.list({
          status: wanted === 'all' ? null : wanted,
          after: after === null ? null : { symbol, reason },
          limit: limit + 1,
        });
        return pageOf(found, limit, { toJson: quarantineEntryJson, keysOf: (entry) => [entry.symbol, entry.reason] });
      },
    });

    http.post('/api/v1/market/quarantine/:symbol/accept', {
      config: { access: WRITE, problems: ACCEPT_STATUS },
      schema: {
        tags: ['operations'],
        summary: 'Believe a quarantined jump',
        description: 'For a genuine one, a split say: it is the price from now on, and quotes near it are believed.',
        params: SymbolParams,
        body: AcceptPriceForm,
        response: { 200: AcceptedPriceSchema },
      },
      handler: async (request, reply) => {
        const accepted = await acceptPrice({
          symbol: request.params.symbol,
          expectedPriceMicros: microsOf(request.body.expected_price),
          changedBy: principalOf(request).userId,
        });
        if (!accepted.ok) {
          const { refusal } = accepted;
          return sendProblem(reply, ACCEPT_STATUS[refusal], refusal, { detail: ACCEPT_DETAIL[refusal] });
        }
        const { symbol, priceMicros, source, asOfMs } = accepted.value;
        return { symbol, price: formatMoney(priceMicros), source, as_of: formatTime(asOfMs) };
      },
    });

    http.get('/api/v1/market/changes', {
      config: { access: READ },
      schema: {
        tags: ['operations'],
        summary: 'List what operators did to instruments, newest first',
        querystring: PageQuery({}),
        response: { 200: InstrumentChangesSchema },
      },
      handler: async (request) => {
        const { limit, after } = pageRequestOf(request.query, ['text']);
        const found = await control.changes(after === null ? null : cursorNumberOf(after[0]), limit + 1);
        return pageOf(found, limit, { toJson: instrumentChangeJson, keysOf: ({ sequence }) => [String(sequence)] });
      },
    });

    http.put('/api/v1/assets/:symbol/status', {
      config: { access: WRITE, problems: UNKNOWN_SYMBOL },
      schema: {
        tags: ['operations'],
        summary: 'Halt or resume an instrument',
        description: 'A halted one takes no orders and fills none; other processes follow within a second.',
        params: SymbolParams,
        body: InstrumentStatusSchema,
        response: { 200: InstrumentStatusSchema },
      },
      handler: async (request, reply) => {
        const { symbol } = request.params;
        const changed = await changeStatus({
          symbol,
          status: request.body.status,
          changedBy: principalOf(request).userId,
        });
        if (changed.ok) return { status: changed.value };
        return sendProblem(reply, UNKNOWN_SYMBOL[changed.refusal], changed.refusal, {
          detail: `There is no instrument ${symbol}. GET /api/v1/assets lists those that there are.`,
        });
      },
    });
  };
}
