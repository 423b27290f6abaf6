import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';

/** What can be read as Prometheus text. */
export interface MetricsExposition {
  readonly contentType: string;
  exposition(): Promise<string>;
}

/** The metrics of this process, for Prometheus. Open, as Prometheus expects: keep it inside by the network where that matters. */
export function metricsRoutes(metrics: MetricsExposition): FastifyPluginAsyncTypebox {
  return async (http) => {
    http.get('/metrics', {
      config: { access: 'public', unlimited: true },
      schema: { hide: true },
      handler: async (_request, reply) => reply.type(metrics.contentType).send(await metrics.exposition()),
    });
  };
}
