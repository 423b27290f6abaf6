import type { FastifySchema, RouteOptions } from 'fastify';
import type { TSchema } from 'typebox';
import { Type } from 'typebox';
import type { Authenticate } from '@bourse/application/identity/authenticate.ts';
import type { Access } from './authentication.ts';
import { guard } from './authentication.ts';
import type { requestLimits } from './rate-limits.ts';
import type { RequestTelemetry } from './request-telemetry.ts';
import type { ProblemError } from './schemas/problem-schema.ts';
import { measureResponses } from './request-telemetry.ts';
import { Shape } from './schemas/shape-schema.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route. */
    access: Access;
    /** For what watches over the process, which must not be kept out: no limit counts these requests. */
    unlimited?: boolean;
    /** Refusals the route answers with, and their statuses; for the API description. */
    problems?: Readonly<Record<string, number>>;
    /** What is wrong with a body beyond what its schema says, as far as it can be told; it is listed also when the schema refuses the request. */
    bodyFaults?: (body: unknown) => readonly ProblemError[];
    /** What a body looks like that the route reads by rules of its own instead of by a schema, which name all of its faults. */
    describedBody?: TSchema;
  }
}

/**
 * Makes the hook through which each route goes when it is registered. It puts the guard before the route and the measuring behind it, and
 * lets in nothing that the route does not ask for. Throws TypeError for a route that does not say who may call it, that would take
 * unknown fields, that says twice what its body is, or that sets a `bodyLimit`, which would have no effect, so that such an app cannot be built.
 */
export function routeRules(
  authenticate: Authenticate,
  telemetry: RequestTelemetry,
  limits: ReturnType<typeof requestLimits>,
): (route: RouteOptions) => void {
  return (route) => {
    const access = route.config?.access;
    if (access === undefined)
      throw new TypeError(`${nameOf(route)} does not say who may call it: config.access is missing`);
    if (route.config?.describedBody !== undefined && route.schema?.body !== undefined)
      throw new TypeError(`${nameOf(route)} has a schema of its body and config.describedBody: one of them is enough`);
    if (route.bodyLimit !== undefined)
      throw new TypeError(`${nameOf(route)} sets bodyLimit: how long a body may be is said in body-parser.ts`);
    const otherwise = route.config?.describedBody === undefined ? Type.Null() : Type.Unknown();
    route.schema = { querystring: NOTHING, ...(readsBody(route) ? { body: otherwise } : {}), ...route.schema };
    const described = describedSchema(route);
    for (const part of ['body', 'querystring', 'params'] as const)
      refuseLooseObjects(described[part], `${nameOf(route)} ${part}`);
    const { beforeGuard, afterGuard } = route.config?.unlimited === true ? NO_LIMITS : limits;
    route.onRequest = [
      ...beforeGuard,
      ...(access === 'public' ? [] : [guard(access, authenticate), ...afterGuard]),
      ...listOf(route.onRequest),
    ];
    const method = String(route.method);
    route.onResponse = [measureResponses(telemetry, method, route.url), ...listOf(route.onResponse)];
  };
}

/** What a route takes and answers, whoever checks it: its schema, and in it the body that it reads itself. */
export function describedSchema({ schema, config }: Pick<RouteOptions, 'schema' | 'config'>): FastifySchema {
  const body = config?.describedBody;
  return { ...schema, ...(body === undefined ? {} : { body }) };
}

const NOTHING = Shape({});
const NO_LIMITS = { beforeGuard: [], afterGuard: [] } as const;

function nameOf({ method, url }: RouteOptions): string {
  return `${String(method)} ${url}`;
}

/** Whether a body of such requests is read, if there is one. */
export function readsBody({ method }: Pick<RouteOptions, 'method'>): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(String(method));
}

function listOf<Item>(items: Item | readonly Item[] | undefined): readonly Item[] {
  if (items === undefined) return [];
  return isList(items) ? items : [items];
}

function isList<Item>(items: Item | readonly Item[]): items is readonly Item[] {
  return Array.isArray(items);
}

/** An object that lists its fields must refuse others; one that lists none is meant to be free. */
function refuseLooseObjects(schema: unknown, where: string): void {
  if (typeof schema !== 'object' || schema === null) return;
  if ('properties' in schema && !('additionalProperties' in schema)) {
    throw new TypeError(`${where} would take unknown fields: use Shape`);
  }
  for (const [name, part] of Object.entries(schema)) refuseLooseObjects(part, `${where}/${name}`);
}
