import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import fastify from 'fastify';

/** The API description at /openapi.json, and a page to read and try it at /docs. */
export function apiDescriptionRoutes(): FastifyPluginAsyncTypebox {
  return async (http) => {
    const config = { access: 'public' } as const;
    const schema = { hide: true };
    let document: string | undefined;

    http.get('/openapi.json', { config, schema }, async (_request, reply) => {
      document ??= JSON.stringify(http.swagger());
      return reply.type('application/json; charset=utf-8').send(document);
    });
    http.get('/docs', { config, schema }, async (_request, reply) => sendPage(reply.headers(PAGE_HEADERS)));
    http.get('/docs/reference.js', { config, schema }, async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=3600').type('text/javascript; charset=utf-8');
      return reply.send(await referenceScript());
    });
  };

  function sendPage(reply: { type(type: string): { send(page: string): unknown } }) {
    return reply.type('text/html; charset=utf-8').send(PAGE);
  }
}

/** The page may run and load what this server serves, and nothing else; it writes its own styles. */
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** Settings stand in attributes instead of a script, which the content policy would refuse. No fonts from elsewhere, no telemetry. */
const SETTINGS = {
  url: '/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
};

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Bourse API</title>
  </head>
  <body>
    <script id="api-reference" data-configuration="${JSON.stringify(SETTINGS).replaceAll('"', '&quot;')}"></script>
    <script src="/docs/reference.js"></script>
  </body>
</html>
`;

let script: Promise<string> | undefined;

/** The script of the page, four megabytes, loaded when the first one asks for it: most processes never need it. */
function referenceScript(): Promise<string> {
  script ??= loadReferenceScript();
  return script;
}

async function loadReferenceScript(): Promise<string> {
  // The package hands its script out through a plugin only, so a server that listens nowhere serves it once.
  const { default: reference } = await import('@scalar/fastify-api-reference');
  const server = fastify();
  await server.register(reference, { routePrefix: '/docs', configuration: { url: '/openapi.json' } });
  const { body } = await server.inject('/docs/js/scalar.js');
  await server.close();
  return body;
}
