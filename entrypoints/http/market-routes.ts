import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Static } from 'typebox';
import type { Catalogue } from '@bourse/application/market/catalogue.ts';
import type { PriceBook } from '@bourse/application/market/price-book.ts';
import type { Clock } from '@bourse/application/ports/clock.ts';
import { ROLES } from '@bourse/core/identity/role.ts';
import type { InstrumentDescription } from '@bourse/core/market/catalogue-search.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { isStale } from '@bourse/core/market/price.ts';
import { formatMoney } from '@bourse/core/money/decimal.ts';
import { formatTime } from '@bourse/core/time/utc.ts';
import { CURRENCY } from './account-json.ts';
import type { CatalogueCursors } from './catalogue-cursor-codec.ts';
import { expiredCursor } from './catalogue-cursor-codec.ts';
import { DEFAULT_PAGE_LIMIT } from './page-cursor-codec.ts';
import type { PriceSchema } from './schemas/trading-schema.ts';
import { AssetPageQuery, AssetPageSchema, AssetSchema, SymbolParams } from './schemas/trading-schema.ts';
import { sendUnknownSymbol, UNKNOWN_SYMBOL } from './unknown-symbol.ts';

/** What the routes of the market need. */
export interface MarketDependencies {
  readonly prices: PriceBook;
  readonly catalogue: Catalogue;
  readonly cursors: CatalogueCursors;
  readonly clock: Clock;
  /** From which age on a price is marked as stale, milliseconds. */
  readonly maxPriceAgeMs: number;
}

/** Instruments with their newest price, where it came from and how old it is. */
export function marketRoutes(market: MarketDependencies): FastifyPluginAsyncTypebox {
  const { prices, catalogue, cursors, clock, maxPriceAgeMs } = market;
  /** As it is described, with its status and price of now. What is not there (any more, or yet) takes no orders. */
  const assetJson = (description: InstrumentDescription): Static<typeof AssetSchema> => {
    const { symbol, name, exchange, sector } = description;
    const price = prices.price(symbol);
    return {
      symbol,
      name,
      exchange,
      sector,
      status: prices.instrument(symbol)?.status ?? 'halted',
      price: price === undefined ? null : priceJson(price, clock.now(), maxPriceAgeMs),
    };
  };
  return async (http) => {
    http.get('/api/v1/assets', {
      config: { access: { roles: ROLES, scopes: ['market:read'] } },
      schema: {
        tags: ['market'],
        summary: 'Search instruments',
        querystring: AssetPageQuery,
        response: { 200: AssetPageSchema },
      },
      handler: async (request) => {
        const { q, sector, cursor } = request.query;
        const limit = Number(request.query.limit ?? DEFAULT_PAGE_LIMIT);
        const search = { text: q ?? null, sector: sector ?? null };
        const place = cursor === undefined ? undefined : cursors.placeOf(cursor, search);
        const snapshot = place === undefined ? await catalogue.newest() : await catalogue.at(place.version);
        if (snapshot === undefined) throw expiredCursor();
        const found = snapshot.search(search);
        const from = place?.offset ?? 0;
        const next = { version: snapshot.version, offset: from + limit };
        return {
          items: found.slice(from, next.offset).map(assetJson),
          next_cursor: next.offset < found.length ? cursors.cursorOf(next, search) : null,
        };
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
        if (instrument !== undefined) return assetJson(instrument);
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
