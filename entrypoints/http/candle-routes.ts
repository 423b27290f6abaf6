import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Static } from 'typebox';
import type { PriceBook } from '@bourse/application/market/price-book.ts';
import type { CandleStore, ListedCandle } from '@bourse/application/ports/candle-store.ts';
import type { Clock } from '@bourse/application/ports/clock.ts';
import { ROLES } from '@bourse/core/identity/role.ts';
import { emptyIntervals, INTERVAL_MS } from '@bourse/core/market/candle.ts';
import { formatMoney } from '@bourse/core/money/decimal.ts';
import { formatTime } from '@bourse/core/time/utc.ts';
import { pageOf, pageRequestOf } from './page-cursor-codec.ts';
import { InvalidRequest } from './problem.ts';
import { CandlePageQuery, CandlePageSchema } from './schemas/market-schema.ts';
import { SymbolParams } from './schemas/trading-schema.ts';
import { sendUnknownSymbol, UNKNOWN_SYMBOL } from './unknown-symbol.ts';
import { cursorNumberOf, timeOf } from './wire-codec.ts';

/** What the route of candles needs. */
export interface CandleDependencies {
  readonly prices: Pick<PriceBook, 'instrument'>;
  readonly candles: Pick<CandleStore, 'candles'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** How many intervals back a list begins that does not say from when. */
const DEFAULT_INTERVALS = 500;

/** Open, high, low and close of each minute, hour and day. */
export function candleRoutes({ prices, candles, clock }: CandleDependencies): FastifyPluginAsyncTypebox {
  return async (http) => {
    http.get('/api/v1/assets/:symbol/candles', {
      config: { access: { roles: ROLES, scopes: ['market:read'] }, problems: UNKNOWN_SYMBOL },
      schema: {
        tags: ['market'],
        summary: 'List candles, oldest first',
        params: SymbolParams,
        querystring: CandlePageQuery,
        response: { 200: CandlePageSchema },
      },
      handler: async (request, reply) => {
        const { symbol } = request.params;
        const { interval, from, to } = request.query;
        const { limit, after } = pageRequestOf(request.query, ['text']);
        const toMs = to === undefined ? clock.now() : timeOf(to);
        const fromMs = from === undefined ? toMs - DEFAULT_INTERVALS * INTERVAL_MS[interval] : timeOf(from);
        if (fromMs >= toMs) throw new InvalidRequest([{ pointer: '/query/from', message: 'must be before `to`' }]);
        if (prices.instrument(symbol) === undefined) return sendUnknownSymbol(reply, symbol);
        const found = await candles.candles({
          symbol,
          interval,
          fromMs: after === null ? fromMs : Number(cursorNumberOf(after[0])) + 1,
          toMs,
          limit: limit + 1,
        });
        return pageOf(found, limit, { toJson: candleJson, keysOf: ({ startMs }) => [startMs.toString()] });
      },
    });
  };
}

function candleJson(candle: ListedCandle): Static<typeof CandlePageSchema>['items'][number] {
  const { interval, startMs, previousStartMs } = candle;
  return {
    start: formatTime(startMs),
    open: formatMoney(candle.openMicros),
    high: formatMoney(candle.highMicros),
    low: formatMoney(candle.lowMicros),
    close: formatMoney(candle.closeMicros),
    ticks: candle.ticks,
    gap_before: previousStartMs === null ? 0 : emptyIntervals(interval, previousStartMs, startMs),
  };
}
