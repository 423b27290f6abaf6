import type { FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import type { Access } from './authentication.ts';
import type { BuiltPage } from '../page/built-page.ts';
import { isNavigation, sendDocument } from './page-routes.ts';
import { sendProblem } from './problem.ts';

/** A route by its method and its pattern, as /orders/:id, with who may call it and what it takes. */
export interface KnownRoute {
  readonly method: string;
  readonly url: string;
  readonly access: Access;
  readonly schema: FastifySchema;
}

/**
 * Makes the handler of requests that no route takes: 405 when other methods would be taken there, the document of the page when a browser
 * goes to one of its addresses, else 404.
 */
export function notFoundHandler(
  routes: readonly KnownRoute[],
  page: BuiltPage | null,
): (request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  return (request, reply) => {
    const segments = segmentsOf(request.url);
    const methods = routes.filter(({ url }) => matches(segmentsOf(url), segments)).map(({ method }) => method);
    if (methods.length === 0) {
      if (page !== null && isNavigation(request)) return sendDocument(request, reply, page);
      return sendProblem(reply, 404, 'not-found', { detail: 'There is nothing at this path.' });
    }
    reply.header('allow', [...new Set(methods)].join(', '));
    return sendProblem(reply, 405, 'method-not-allowed', {
      detail: 'This path does not take this method. Allow lists those it takes.',
    });
  };
}

function segmentsOf(url: string): readonly string[] {
  return (url.split('?', 1)[0] ?? '').split('/');
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => part === segments[index] || (part.startsWith(':') && segments[index] !== ''))
  );
}
