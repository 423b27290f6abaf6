import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Static, TSchema } from 'typebox';
import type { OperationsReport } from '@bourse/application/operations/operations-report.ts';
import type { RouteReport } from '@bourse/application/operations/route-report.ts';
import type { DeadLetters, ListedDeadLetter } from '@bourse/application/ports/dead-letters.ts';
import { formatTime } from '@bourse/core/time/utc.ts';
import { pageOf, pageRequestOf } from './page-cursor-codec.ts';
import { DeadLetterPageSchema, OperationsSchema } from './schemas/operations-schema.ts';
import { PageQuery } from './schemas/shape-schema.ts';
import { cursorNumberOf } from './wire-codec.ts';

/** What the routes of operations need. */
export interface OperationsDependencies {
  readonly report: () => Promise<OperationsReport>;
  readonly deadLetters: Pick<DeadLetters, 'list'>;
  readonly process: { readonly member: string; readonly startedAtMs: number };
  readonly profile: Static<typeof OperationsSchema>['profile'];
}

const READ = { roles: ['operator'], scopes: ['operations:read'] } as const;

/** How the platform works, and what it could not process. */
export function operationsRoutes(dependencies: OperationsDependencies): FastifyPluginAsyncTypebox {
  const { report, deadLetters, process, profile } = dependencies;
  return async (http) => {
    http.get('/api/v1/operations', {
      config: { access: READ },
      schema: {
        tags: ['operations'],
        summary: 'Consumers, requests and profile',
        description: 'At most a second old. With several processes, `routes` are those of the one that answers.',
        response: { 200: OperationsSchema },
      },
      handler: async () => {
        const { atMs, consumers, deadLettersWaiting, routes } = await report();
        return {
          at: formatTime(atMs),
          process: { member: process.member, started_at: formatTime(process.startedAtMs) },
          profile,
          consumers: consumers.map(({ lagRecords, ...consumer }) => ({ ...consumer, lag_records: lagRecords })),
          dead_letters_waiting: deadLettersWaiting,
          routes: routes.map(routeJson),
        };
      },
    });

    http.get('/api/v1/dead-letters', {
      config: { access: READ },
      schema: {
        tags: ['operations'],
        summary: 'List records that could not be processed, newest first',
        querystring: PageQuery({}),
        response: { 200: DeadLetterPageSchema },
      },
      handler: async (request) => {
        const { limit, after } = pageRequestOf(request.query, ['text']);
        const found = await deadLetters.list(after === null ? null : cursorNumberOf(after[0]), limit + 1);
        return pageOf(found, limit, { toJson: deadLetterJson, keysOf: ({ id }) => [String(id)] });
      },
    });
  };
}

type ItemOf<Page extends TSchema> = Static<Page> extends { items: (infer Item)[] } ? Item : never;

function routeJson(route: RouteReport): Static<typeof OperationsSchema>['routes'][number] {
  return {
    method: route.method,
    route: route.route,
    requests: route.requests,
    client_errors: route.clientErrors,
    server_errors: route.serverErrors,
    mean_ms: Math.round(route.meanMs * 100) / 100,
    p99_ms: route.p99Ms,
  };
}

function deadLetterJson({ id, letter, valueLength }: ListedDeadLetter): ItemOf<typeof DeadLetterPageSchema> {
  return {
    id: String(id),
    group: letter.group,
    topic: letter.topic,
    partition: letter.partition,
    position: String(letter.position),
    key: letter.record.key,
    reason: letter.reason,
    step: letter.step,
    payload: letter.record.value,
    payload_length: valueLength,
    first_seen_at: formatTime(letter.atMs),
  };
}
