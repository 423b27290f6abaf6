import type { FastifyRequest } from 'fastify';
import type { ProblemError } from './schemas/problem-schema.ts';
import { faultsOf, MAX_LISTED } from './validation-faults.ts';

/**
 * Everything that is wrong with a request that is refused, beginning with what was found already. The framework stops at the first part
 * that its schema refuses, so here all parts are looked at once more: that costs nothing where nothing is wrong. One fault for each place:
 * where the schema finds one, that is told and not what the rules of the body would say.
 */
export function faultsOfRequest(request: FastifyRequest, found: readonly ProblemError[] = []): readonly ProblemError[] {
  const bySchema = PARTS.flatMap(([part, valueOf]) => schemaFaults(request, part, valueOf(request)));
  const byRules = request.routeOptions.config.bodyFaults?.(request.body) ?? [];
  return withFurther(withFurther(found, bySchema), byRules).slice(0, MAX_LISTED);
}

type Part = 'params' | 'querystring' | 'headers' | 'body';

const PARTS: readonly (readonly [part: Part, valueOf: (request: FastifyRequest) => unknown])[] = [
  ['params', ({ params }) => params],
  ['querystring', ({ query }) => query],
  ['headers', ({ headers }) => headers],
  ['body', ({ body }) => body],
];

/** What is not there counts as null, as it does for the framework. */
function schemaFaults(request: FastifyRequest, part: Part, value: unknown): readonly ProblemError[] {
  const validate = request.getValidationFunction(part);
  if (validate === undefined || validate(value ?? null)) return [];
  return faultsOf(validate.errors ?? [], part);
}

function withFurther(faults: readonly ProblemError[], further: readonly ProblemError[]): readonly ProblemError[] {
  const places = new Set(faults.map(({ pointer }) => pointer));
  return [...faults, ...further.filter(({ pointer }) => !places.has(pointer))];
}
