import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Static } from 'typebox';
import { Type } from 'typebox';
import type { AuditReader } from '@bourse/application/ports/audit-reader.ts';
import { describeFinding } from '@bourse/core/audit/finding.ts';
import { formatTime } from '@bourse/core/time/utc.ts';
import { TimeText } from './schemas/format-schema.ts';
import { Choice, Nullable, Shape } from './schemas/shape-schema.ts';

const AuditSchema = Shape({
  status: Choice(['not-run-yet', 'in-order', 'findings']),
  last_run_at: Nullable(TimeText()),
  verified: Type.Array(Shape({ partition: Type.Integer(), sequence: Type.String() }), {
    description: 'How far the chain of each partition was verified.',
  }),
  findings: Type.Array(Shape({ kind: Type.String(), detail: Type.String() })),
});

/** The state of the self-audit, for operators. */
export function auditRoutes(audit: Pick<AuditReader, 'state'>): FastifyPluginAsyncTypebox {
  return async (http) => {
    http.get('/api/v1/audit', {
      config: { access: { roles: ['operator'], scopes: ['operations:read'] } },
      schema: { tags: ['operations'], summary: 'State of the self-audit', response: { 200: AuditSchema } },
      handler: async () => {
        const { lastRunAtMs, verified, findings } = await audit.state();
        const withoutFindings = lastRunAtMs === null ? 'not-run-yet' : 'in-order';
        const status: Static<typeof AuditSchema>['status'] = findings.length > 0 ? 'findings' : withoutFindings;
        return {
          status,
          last_run_at: lastRunAtMs === null ? null : formatTime(lastRunAtMs),
          verified: verified.map(({ partition, sequence }) => ({ partition, sequence: String(sequence) })),
          findings: findings.map((finding) => ({ kind: finding.kind, detail: describeFinding(finding) })),
        };
      },
    });
  };
}
