import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Static } from 'typebox';
import type { PriceBook } from '@bourse/application/market/price-book.ts';
import type { Clock } from '@bourse/application/ports/clock.ts';
import { ROLES } from '@bourse/core/identity/role.ts';
import type { Instrument } from '@bourse/core/market/instrument.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { isStale } from '@bourse/core/market/price.ts';
import { formatMoney } from '@bourse/core/money/decimal.ts';
import { formatTime } from '@bourse/core/time/utc.ts';
import { CURRENCY } from './account-json.ts';
import { pageOf, pageRequestOf } from './page-cursor-codec.ts';
import type { PriceSchema } from './schemas/trading-schema.ts';
import { AssetPageQuery, AssetPageSchema, AssetSchema, SymbolParams } from './schemas/trading-schema.ts';
import { sendUnknownSymbol, UNKNOWN_SYMBOL } from './unknown-symbol.ts';

/** What the routes of the market need. */
export interface MarketDependencies {
  readonly prices: PriceBook;
  readonly clock: Clock;
  /** From which age on a price is marked as stale, milliseconds. */
  readonly maxPriceAgeMs: number;
}

/** Instruments with their newest price, where it came from and how old it is. */
export function marketRoutes({ prices, clock, maxPriceAgeMs }: MarketDependencies): FastifyPluginAsyncTypebox {
  const assetJson = (instrument: Instrument): Static<typeof AssetSchema> => {
    const price = prices.price(instrument.symbol);
    return { ...instrument, price: price === undefined ? null : priceJson(price, clock.now(), maxPriceAgeMs) };
  };
  return async (http) => {
    http.get('/api/v1/assets', {
      config: { access: { roles: ROLES, scopes: ['market:read'] } },
      schema: {
        tags: ['market'],
        summary: 'List instruments by symbol',
        querystring: AssetPageQuery,
        response: { 200: AssetPageSchema },
      },
      handler: async (request, reply) => {
        const { limit, after } = pageRequestOf(request.query, ['text']);
        const wanted = request.query.q?.toLowerCase();
        const behind = after?.[0] ?? '';
        const found: Instrument[] = [];
        for (const instrument of prices.instruments()) {
          if (found.length > limit) break;
          if (instrument.symbol > behind && matches(instrument, wanted)) found.push(instrument);
        }
        return reply.send(pageOf(found, limit, { toJson: assetJson, keysOf: ({ symbol }) => [symbol] }));
      },
    });

    http.get('/api/v1/assets/:symbol', {
      config: { access: { roles: ROLES, scopes: ['market:read'] }, problems: UNKNOWN_SYMBOL },
      schema: {
        tags: ['market'],
        summary: 'Read an instrument and its price',
        params: SymbolParams,
        response: { 200: AssetSchema },
      },
      handler: async (request, reply) => {
        const instrument = prices.instrument(request.params.symbol);
        if (instrument !== undefined) return reply.send(assetJson(instrument));
        return sendUnknownSymbol(reply, request.params.symbol);
      },
    });
  };
}

function priceJson(price: Price, nowMs: number, maxPriceAgeMs: number): Static<typeof PriceSchema> {
  return {
    value: formatMoney(price.priceMicros),
    currency: CURRENCY,
    source: price.source,
    as_of: formatTime(price.asOfMs),
    age_ms: Math.max(0, nowMs - price.asOfMs),
    stale: isStale(price, nowMs, maxPriceAgeMs),
  };
}

function matches({ symbol, name, sector }: Instrument, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  return [symbol, name, sector].some((text) => text.toLowerCase().includes(wanted));
}
