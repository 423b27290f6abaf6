import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifySchema, RouteOptions } from 'fastify';
import { PROBLEM_JSON } from './problem.ts';
import { describedSchema, readsBody } from './route-rules.ts';
import { ProblemSchema } from './schemas/problem-schema.ts';

/** How the API description (OpenAPI 3.1) is made from the routes. */
export const openApiOptions: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Bourse',
      version: '0.1.0',
      description:
        'A self-hosted trading platform. Money, prices and quantities are decimal strings, times are RFC 3339 in UTC, whatever is refused is answered with a problem document (RFC 9457).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    components: {
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'access_token of a log-in.' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
    },
  },
  transform: ({ url, route }) => ({ schema: completeSchema(route), url }),
};

/** Adds what the foundation answers for each route, so that routes list only what is theirs. */
function completeSchema(route: RouteOptions): FastifySchema {
  const { body, response, ...rest } = describedSchema(route);
  const access = route.config?.access ?? 'public';
  return {
    ...rest,
    ...(isAbsent(body) ? {} : { body }),
    security:
      access === 'public' ? [] : [{ accessToken: [] }, ...(access.scopes === undefined ? [] : [{ apiKey: [] }])],
    response: { ...problemResponses(problemCodes(route)), ...described(response) },
  };
}

function isAbsent(schema: unknown): boolean {
  return typeof schema !== 'object' || schema === null || ('type' in schema && schema.type === 'null');
}

function problemCodes({ config, method }: RouteOptions): ReadonlyMap<number, readonly string[]> {
  const codes: Record<string, number> = {
    'invalid-request': 400,
    'internal-error': 500,
    unavailable: 503,
    ...config?.problems,
  };
  if (readsBody({ method })) {
    Object.assign(codes, {
      'malformed-json': 400,
      'body-too-large': 413,
      'unsupported-media-type': 415,
      'unsupported-content-encoding': 415,
    });
  }
  if (config !== undefined && config.access !== 'public') {
    Object.assign(codes, { 'authentication-required': 401, 'invalid-credentials': 401, 'wrong-role': 403 });
  }
  const byStatus = new Map<number, readonly string[]>();
  for (const [code, status] of Object.entries(codes)) byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  return byStatus;
}

function problemResponses(codes: ReadonlyMap<number, readonly string[]>): Readonly<Record<string, object>> {
  const responses: Record<string, object> = {};
  for (const [status, kinds] of codes) {
    responses[status.toString()] = {
      description: `Refused: ${kinds.join(', ')}.`,
      content: { [PROBLEM_JSON]: { schema: ProblemSchema } },
    };
  }
  return responses;
}

/** OpenAPI wants a description for each response. */
function described(response: unknown): Readonly<Record<string, object>> {
  if (typeof response !== 'object' || response === null) return {};
  const responses: Record<string, object> = {};
  for (const [status, schema] of Object.entries<unknown>({ ...response })) {
    if (typeof schema === 'object' && schema !== null) responses[status] = { description: 'Done.', ...schema };
  }
  return responses;
}
