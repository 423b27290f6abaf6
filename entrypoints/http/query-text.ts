import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { hasForbiddenCharacter } from './json-body.ts';
import { InvalidRequest } from './problem.ts';
import type { ProblemError } from './schemas/problem-schema.ts';

/** Refuses NUL and half surrogate pairs in path and query, where they can hide behind percent signs. */
export function refuseForbiddenCharacters(
  request: FastifyRequest,
  _reply: FastifyReply,
  done: HookHandlerDoneFunction,
): void {
  if (!request.url.includes('%')) {
    done();
    return;
  }
  const errors = [...faultsIn(request.params, '/path'), ...faultsIn(request.query, '/query')];
  if (errors.length === 0) done();
  else done(new InvalidRequest(errors));
}

function faultsIn(values: unknown, prefix: string): readonly ProblemError[] {
  if (typeof values !== 'object' || values === null) return [];
  return Object.entries(values)
    .filter(([name, value]) => hasForbiddenCharacter(name) || hasForbiddenCharacter(String(value)))
    .map(([name]) => ({
      pointer: `${prefix}/${encodeURIComponent(name)}`,
      message: 'holds a character that cannot be stored',
    }));
}
