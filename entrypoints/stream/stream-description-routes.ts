import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { StreamLimits } from '@bourse/application/stream/stream-limits.ts';
import { asyncApiDocument } from './asyncapi.ts';

/** The description of the stream at /asyncapi.json. */
export function streamDescriptionRoutes(limits: StreamLimits): FastifyPluginAsyncTypebox {
  return async (http) => {
    let document: string | undefined;
    http.get('/asyncapi.json', { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) => {
      document ??= JSON.stringify(asyncApiDocument(limits));
      return reply.type('application/json; charset=utf-8').send(document);
    });
  };
}
