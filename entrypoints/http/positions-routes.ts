import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Portfolio } from '@bourse/application/ports/account-queries.ts';
import type { Position } from '@bourse/core/ledger/position.ts';
import { totalQuantity } from '@bourse/core/ledger/position.ts';
import type { AccountDependencies } from './account-routes.ts';
import { positionJson } from './account-json.ts';
import { traderOf } from './authentication.ts';
import { pageOf, pageRequestOf } from './page-cursor-codec.ts';
import { sendProblem } from './problem.ts';
import { PositionPageQuery, PositionPageSchema, PositionSchema, SymbolParams } from './schemas/trading-schema.ts';
import { pastTimeOf } from './wire-codec.ts';

const NO_POSITION = { 'position-not-found': 404 } as const;

/** Positions of the caller's account, with their profit at the newest prices. */
export function positionsRoutes({ portfolio, price, queries, clock }: AccountDependencies): FastifyPluginAsyncTypebox {
  return async (http) => {
    http.get('/api/v1/positions', {
      config: { access: { roles: ['trader'], scopes: ['account:read'] } },
      schema: {
        tags: ['account'],
        summary: 'List positions by symbol',
        querystring: PositionPageQuery,
        response: { 200: PositionPageSchema },
      },
      handler: async (request) => {
        const { accountId } = traderOf(request);
        const { limit, after } = pageRequestOf(request.query, ['text']);
        const { as_of: asOf } = request.query;
        const held = heldPositions(
          asOf === undefined
            ? await portfolio(accountId)
            : await queries.portfolioAt(accountId, pastTimeOf(asOf, clock.now())),
        );
        const behind = after?.[0];
        const rest = behind === undefined ? held : held.filter(({ symbol }) => symbol > behind);
        const toJson = (position: Position) =>
          positionJson(position, asOf === undefined ? price(position.symbol) : undefined);
        return pageOf(rest, limit, { toJson, keysOf: ({ symbol }) => [symbol] });
      },
    });

    http.get('/api/v1/positions/:symbol', {
      config: { access: { roles: ['trader'], scopes: ['account:read'] }, problems: NO_POSITION },
      schema: {
        tags: ['account'],
        summary: 'Read the position in a symbol',
        params: SymbolParams,
        response: { 200: PositionSchema },
      },
      handler: async (request, reply) => {
        const { symbol } = request.params;
        const { positions } = await portfolio(traderOf(request).accountId);
        const position = positions.find((candidate) => candidate.symbol === symbol);
        if (position === undefined) {
          return sendProblem(reply, NO_POSITION['position-not-found'], 'position-not-found', {
            detail: `You have never held ${symbol}.`,
          });
        }
        return positionJson(position, price(symbol));
      },
    });
  };
}

function heldPositions({ positions }: Portfolio): readonly Position[] {
  return positions.filter((position) => totalQuantity(position) > 0n);
}
