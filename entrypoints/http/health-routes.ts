import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { HealthReport } from '@bourse/application/health/health-report.ts';
import { isReady } from '@bourse/application/health/health-report.ts';
import { AliveSchema, HealthSchema } from './schemas/health-schema.ts';

/** Whether the process lives, whether it can serve, and how its parts are. Open to everybody; says nothing but that. */
export function healthRoutes(reportHealth: () => Promise<HealthReport>): FastifyPluginAsyncTypebox {
  return async (http) => {
    const config = { access: 'public', unlimited: true } as const;

    http.get('/api/v1/health', {
      config,
      schema: {
        tags: ['operations'],
        summary: 'How the parts are',
        description:
          'Answers 200 also when degraded: the report went through. Load balancers use /api/v1/health/ready.',
        response: { 200: HealthSchema },
      },
      handler: async () => reportHealth(),
    });

    http.get('/api/v1/health/live', {
      config,
      schema: { tags: ['operations'], summary: 'Whether the process lives', response: { 200: AliveSchema } },
      handler: async () => ({ status: 'ok' as const }),
    });

    http.get('/api/v1/health/ready', {
      config,
      schema: {
        tags: ['operations'],
        summary: 'Whether requests can be served now',
        description:
          'Answers 503 as soon as the process was told to stop, so that load balancers send nothing more to it.',
        response: { 200: HealthSchema, 503: HealthSchema },
      },
      handler: async (_request, reply) => {
        const report = await reportHealth();
        reply.code(isReady(report) ? 200 : 503);
        return report;
      },
    });
  };
}
