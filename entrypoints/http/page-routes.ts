import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { BuiltPage, Encoding, PageFile } from '../page/built-page.ts';
import { sendProblem } from './problem.ts';
import { Shape } from './schemas/shape-schema.ts';

/** The page runs, loads and asks what this server serves and nothing else; no script or style stands in the document itself. */
const DOCUMENT_HEADERS = {
  'cache-control': 'no-cache',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};
const PART_HEADERS = { 'cache-control': 'public, max-age=31536000, immutable' };
const VARYING = { vary: 'accept-encoding' };
const OF_SERVER = /^\/(api|page|docs|metrics|\.well-known)(\/|$)|^\/[^/]+\.json$/;

/** The document of the page at "/", and its parts. Other addresses of the page are answered by the handler of what is not found. */
export function pageRoutes(page: BuiltPage | null): FastifyPluginAsyncTypebox {
  return async (http) => {
    const config = { access: 'public' } as const;

    http.get('/', { config, schema: { hide: true } }, async (request, reply) =>
      page === null ? sendNoPage(reply) : sendDocument(request, reply, page),
    );

    http.get('/page/:name', {
      config,
      schema: { hide: true, params: Shape({ name: Type.String({ maxLength: 200 }) }) },
      handler: async (request, reply) => {
        const part = page?.parts.get(request.params.name);
        if (part !== undefined) return sendFile(request, reply.headers(PART_HEADERS), part);
        return sendProblem(reply, 404, 'not-found', {
          detail: 'The page has no such part (any more). Load the page anew.',
        });
      },
    });
  };
}

/** Whether a request that no route takes comes from a browser that wants to show an address of the page. */
export function isNavigation({ method, url, headers }: FastifyRequest): boolean {
  const reads = method === 'GET' || method === 'HEAD';
  return reads && headers.accept?.includes('text/html') === true && !OF_SERVER.test(url.split('?', 1)[0] ?? '');
}

/** Sends the document, which finds out by itself what the address means. */
export function sendDocument(request: FastifyRequest, reply: FastifyReply, page: BuiltPage): FastifyReply {
  return sendFile(request, reply.headers(DOCUMENT_HEADERS), page.document);
}

function sendNoPage(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, 404, 'page-not-built', {
    detail: 'The page is not built: run "npm start", or "npx bourse build-page". The API is described at /docs.',
  });
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: PageFile): FastifyReply {
  reply.headers(VARYING).header('etag', file.etag);
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
  reply.type(file.type);
  const encoding = encodingOf(request.headers['accept-encoding'] ?? '', file);
  if (encoding !== undefined) reply.header('content-encoding', encoding);
  return reply.send(encoding === undefined ? file.plain : file.encoded[encoding]);
}

/** The best encoding that a client takes and a file has. A client that rates one with zero does not take it. */
function encodingOf(accepted: string, file: PageFile): Encoding | undefined {
  const taken = new Set(
    accepted
      .split(',')
      .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
      .map((part) => part.split(';', 1)[0]?.trim()),
  );
  return (['br', 'gzip'] as const).find((encoding) => taken.has(encoding) && file.encoded[encoding] !== undefined);
}
