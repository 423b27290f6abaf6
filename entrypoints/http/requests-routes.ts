import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { TradeDesk } from '@bourse/application/trades/trade-desk.ts';
import { principalOf } from './authentication.ts';
import { InvalidRequest, sendProblem } from './problem.ts';
import {
  MAX_REQUEST_IDS,
  RequestListSchema,
  RequestParams,
  RequestSchema,
  RequestsQuery,
} from './schemas/trades-schema.ts';
import { requestJson } from './trade-codec.ts';

const UNKNOWN_REQUEST = { 'unknown-request': 404 } as const;
const access = { roles: ['operator'], scopes: ['trades:write'] } as const;

/** What became of the trades that the caller handed in; the requests of others do not exist for them. */
export function requestsRoutes(desk: Pick<TradeDesk, 'status' | 'statuses'>): FastifyPluginAsyncTypebox {
  return async (http) => {
    http.get('/api/v1/requests/:request_id', {
      config: { access, problems: UNKNOWN_REQUEST },
      schema: {
        tags: ['trades'],
        summary: 'What became of a trade that you handed in',
        description: 'PENDING until it is decided, then SUCCESS or FAILED with the reason. Kept for some days.',
        params: RequestParams,
        response: { 200: RequestSchema },
      },
      handler: async (request, reply) => {
        const status = await desk.status(request.params.request_id, principalOf(request).userId);
        if (status !== undefined) return requestJson(status);
        return sendProblem(reply, UNKNOWN_REQUEST['unknown-request'], 'unknown-request', {
          detail: 'You have no request with this id, or it was removed after its time.',
        });
      },
    });

    http.get('/api/v1/requests', {
      config: { access },
      schema: {
        tags: ['trades'],
        summary: 'What became of many trades that you handed in',
        querystring: RequestsQuery,
        response: { 200: RequestListSchema },
      },
      handler: async (request) => {
        const ids = request.query.ids.split(',');
        if (ids.length > MAX_REQUEST_IDS) {
          throw new InvalidRequest([{ pointer: '/query/ids', message: `must be at most ${MAX_REQUEST_IDS} ids` }]);
        }
        const found = await desk.statuses(ids, principalOf(request).userId);
        return { items: found.map(requestJson) };
      },
    });
  };
}
