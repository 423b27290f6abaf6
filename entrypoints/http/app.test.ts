import { request as openRequest } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { Fault } from '@bourse/application/ports/fault.ts';
import { createHttpApp } from './app.ts';
import { Shape } from './schemas/shape-schema.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';

const config = { access: 'public' } as const;

async function failingWith(error: unknown) {
  return createMemoryHttpApp({}, (app) => {
    app.get('/fails', { config }, async () => {
      throw error;
    });
  });
}

async function withEcho(): Promise<FastifyInstance> {
  const body = Shape({ text: Type.String() });
  const { app } = await createMemoryHttpApp({}, (http) => {
    http.post<{ Body: { text: string } }>('/echo', { config, schema: { body } }, async ({ body: { text } }) => ({
      text,
    }));
    http.post('/bare', { config }, async () => ({ done: true }));
  });
  return app;
}

function post(app: FastifyInstance, payload: string | Buffer, contentType = 'application/json', url = '/echo') {
  return app.inject({ method: 'POST', url, payload, headers: { 'content-type': contentType } });
}

describe('problems', () => {
  it('are documents of RFC 9457 with the correlation id', async () => {
    const { app } = await createMemoryHttpApp();
    const response = await app.inject({ url: '/nowhere?secret=1', headers: { 'x-correlation-id': 'trace-1' } });
    expect(response.statusCode).toBe(404);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.headers['x-correlation-id']).toBe('trace-1');
    expect(response.json()).toEqual({
      type: 'urn:bourse:problem:not-found',
      title: 'Not found',
      status: 404,
      detail: 'There is nothing at this path.',
      instance: '/nowhere',
      correlation_id: 'trace-1',
    });
  });

  it('name the methods that a path does take', async () => {
    const { app } = await createMemoryHttpApp();
    const response = await app.inject({ method: 'PUT', url: '/api/v1/auth/login' });
    expect(response.statusCode).toBe(405);
    expect(response.headers.allow).toBe('POST');
  });

  it.each([
    ['unavailable', 503],
    ['overloaded', 503],
  ] as const)('say when to come back after a fault of kind %s', async (code, status) => {
    const { app } = await failingWith(new Fault(code, 'password=hunter2 at 10.0.0.1'));
    const response = await app.inject('/fails');
    expect(response.statusCode).toBe(status);
    expect(response.headers['retry-after']).toBe('1');
    expect(response.json()).toMatchObject({ type: `urn:bourse:problem:${code}` });
    expect(response.body).not.toContain('hunter2');
  });

  it.each([new Error('secret inside'), new Fault('invalid-data', 'secret inside'), 'secret inside', null, undefined])(
    'say nothing of the inside after %s, which goes to the log',
    async (error) => {
      const { app, logged } = await failingWith(error);
      const response = await app.inject({ url: '/fails', headers: { 'x-correlation-id': 'trace-2' } });
      expect(response.statusCode).toBe(500);
      expect(response.json()).toMatchObject({ type: 'urn:bourse:problem:internal-error', correlation_id: 'trace-2' });
      expect(response.body).not.toContain('secret inside');
      expect(logged).toContainEqual([
        'error',
        expect.objectContaining({ correlation_id: 'trace-2', err: error }),
        'request failed',
      ]);
    },
  );
});

describe('a client that leaves before its answer has begun', () => {
  it('is noted, and is no failure', async () => {
    const asked = Promise.withResolvers<undefined>();
    const silence = new Readable({ read: () => asked.resolve(undefined) });
    const { app, logged } = await createMemoryHttpApp({}, (http) => {
      http.post('/silence', { config, schema: { body: Shape({}) } }, (_request, reply) => reply.send(silence));
    });
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const headers = { 'content-type': 'application/json' };
    const leaving = openRequest(`${address}/silence`, { method: 'POST', headers }).on('error', () => undefined);
    leaving.end('{}');
    await asked.promise;
    leaving.destroy();
    await expect
      .poll(() => logged, { interval: 5, timeout: 10_000 })
      .toMatchObject([
        ['info', { method: 'POST', route: '/silence' }, 'the connection ended before the request was answered'],
      ]);
    await app.close();
  });
});

describe('correlation ids', () => {
  it.each(['', 'a b', 'x'.repeat(129), 'a\tb', '<script>'])('are made when %j is given', async (given) => {
    const { app } = await createMemoryHttpApp();
    const response = await app.inject({ url: '/api/v1/health/live', headers: { 'x-correlation-id': given } });
    expect(response.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('bodies', () => {
  it('are taken as they are: nothing is coerced', async () => {
    const app = await withEcho();
    expect((await post(app, '{"text":"12"}')).json()).toEqual({ text: '12' });
    const refused = await post(app, '{"text":12,"surplus/~":true}');
    expect(refused.statusCode).toBe(400);
    expect(refused.json()).toMatchObject({
      errors: [
        { pointer: '/surplus~1~0', message: 'is not a known field' },
        { pointer: '/text', message: 'must be a string' },
      ],
    });
  });

  it.each([
    ['{"text":"a"', 'malformed-json'],
    ['', 'invalid-request'],
    ['{"text":"\\u0000"}', 'forbidden-character'],
    ['{"text":"\\ud800"}', 'forbidden-character'],
    ['{"__proto__":{"admin":true}}', 'forbidden-field-name'],
    ['['.repeat(33) + ']'.repeat(33), 'too-deeply-nested'],
  ])('like %j are refused: %s', async (payload, code) => {
    const response = await post(await withEcho(), payload);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ type: `urn:bourse:problem:${code}` });
  });

  it('that are not UTF-8 are refused instead of mended', async () => {
    const response = await post(await withEcho(), Buffer.from([0x7b, 0x22, 0x74, 0xff, 0x22, 0x7d]));
    expect(response.json()).toMatchObject({ status: 400, type: 'urn:bourse:problem:not-utf-8' });
  });

  it('above a mebibyte are refused with 413', async () => {
    const response = await post(await withEcho(), JSON.stringify({ text: 'x'.repeat(1_048_576) }));
    expect(response.json()).toMatchObject({ status: 413, type: 'urn:bourse:problem:body-too-large' });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/xml'])(
    'of type %s are refused with 415',
    async (contentType) => {
      const response = await post(await withEcho(), '{"text":"a"}', contentType);
      expect(response.json()).toMatchObject({ status: 415, type: 'urn:bourse:problem:unsupported-media-type' });
    },
  );

  it.each([
    ['gzip', 415],
    ['br', 415],
    ['gzip, identity', 415],
    ['Identity', 200],
  ])('with the content encoding %s are answered with %i', async (encoding, status) => {
    const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
    const request = { method: 'POST' as const, url: '/echo', headers, payload: '{"text":"a"}' };
    const response = await (await withEcho()).inject(request);
    expect(response.statusCode).toBe(status);
    if (status === 415)
      expect(response.json()).toMatchObject({ type: 'urn:bourse:problem:unsupported-content-encoding' });
  });

  it('are taken with a charset of UTF-8 in the media type', async () => {
    expect((await post(await withEcho(), '{"text":"ü"}', 'application/json; charset=utf-8')).statusCode).toBe(200);
  });

  it('are refused where a route takes none', async () => {
    const app = await withEcho();
    expect((await app.inject({ method: 'POST', url: '/bare' })).statusCode).toBe(200);
    expect((await post(app, '{"surplus":1}', 'application/json', '/bare')).statusCode).toBe(400);
  });
});

describe('queries and paths', () => {
  it('take known parameters only, each once, without NUL', async () => {
    const { app } = await createMemoryHttpApp({}, (http) => {
      const schema = {
        querystring: Shape({ name: Type.Optional(Type.String()) }),
        params: Shape({ id: Type.String() }),
      };
      http.get('/things/:id', { config, schema }, async () => ({ done: true }));
    });
    const errorsOf = async (url: string) => (await app.inject(url)).json<{ errors?: unknown; status?: number }>();
    expect(await errorsOf('/things/1?name=a')).toEqual({ done: true });
    expect(await errorsOf('/things/1?nme=a')).toMatchObject({ errors: [{ pointer: '/query/nme' }] });
    expect(await errorsOf('/things/1?name=a&name=b')).toMatchObject({ errors: [{ pointer: '/query/name' }] });
    expect(await errorsOf('/things/1?name=%00')).toMatchObject({ errors: [{ pointer: '/query/name' }] });
    expect(await errorsOf('/things/%00')).toMatchObject({ errors: [{ pointer: '/path/id' }] });
    expect(await errorsOf('/things/%c3')).toMatchObject({ status: 400, type: 'urn:bourse:problem:malformed-url' });
    expect(await errorsOf(`/things/${'x'.repeat(300)}`)).toMatchObject({ status: 414 });
    expect(await errorsOf('/api/v1/health?verbose=1')).toMatchObject({ errors: [{ pointer: '/query/verbose' }] });
  });
});

describe('an app', () => {
  it('is not built with a route that does not say who may call it', async () => {
    const { dependencies } = await createMemoryHttpApp();
    const app = createHttpApp(dependencies);
    expect(() => app.get('/open', async () => 'hello')).toThrow('GET /open does not say who may call it');
  });

  it.each(['body', 'querystring', 'params'])(
    'is not built with a route whose %s would take unknown fields',
    async (part) => {
      const { dependencies } = await createMemoryHttpApp();
      const schema = { [part]: Shape({ inner: Type.Array(Type.Object({ field: Type.String() })) }) };
      expect(() => createHttpApp(dependencies).post('/loose', { config, schema }, async () => 'hello')).toThrow(
        'would take unknown fields',
      );
    },
  );

  it('is not built with a route that sets a limit of its own for its body, which would have no effect', async () => {
    const { dependencies } = await createMemoryHttpApp();
    const large = { config, bodyLimit: 5_000_000 };
    expect(() => createHttpApp(dependencies).post('/large', large, async () => 'hello')).toThrow('sets bodyLimit');
  });

  it('is not built with a route that says twice what its body is', async () => {
    const { dependencies } = await createMemoryHttpApp();
    const body = Shape({ field: Type.String() });
    const twice = { config: { ...config, describedBody: body }, schema: { body } };
    expect(() => createHttpApp(dependencies).post('/twice', twice, async () => 'hello')).toThrow(
      'one of them is enough',
    );
  });

  it('puts security headers on every answer, also on those that no route gives', async () => {
    const { app } = await createMemoryHttpApp();
    for (const url of ['/api/v1/health/live', '/nowhere', '/api/v1/auth/profile', '/%c3']) {
      const { headers } = await app.inject(url);
      expect(headers, url).toMatchObject({
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
      expect(headers['x-correlation-id'], url).toBeDefined();
    }
  });

  it('measures answers by the pattern of their route, and those without one together', async () => {
    const measured: unknown[] = [];
    const meter = {
      count: () => undefined,
      gauge: () => undefined,
      duration: (name: string, labels: unknown) => measured.push([name, labels]),
    };
    const { app } = await createMemoryHttpApp({ meter }, (http) => {
      http.get('/things/:id', { config }, async () => ({ done: true }));
    });
    await app.inject('/things/7');
    await app.inject('/nowhere/7');
    await app.inject('/api/v1/auth/profile');
    expect(measured).toEqual([
      ['http_request_duration_seconds', { method: 'GET', route: '/things/:id', status: '200' }],
      ['http_request_duration_seconds', { method: 'any', route: 'unmatched', status: '404' }],
      ['http_request_duration_seconds', { method: 'GET', route: '/api/v1/auth/profile', status: '401' }],
    ]);
  });

  it('notes requests in the log only when they fail, or all of them when told to', async () => {
    const quiet = await createMemoryHttpApp();
    await quiet.app.inject('/api/v1/health/live');
    expect(quiet.logged).toEqual([]);
    const talkative = await createMemoryHttpApp({ settings: { logEachRequest: true, trustedProxies: 0 } });
    await talkative.app.inject({ url: '/api/v1/health/live', headers: { 'x-correlation-id': 'trace-3' } });
    expect(talkative.logged).toEqual([
      ['info', expect.objectContaining({ correlation_id: 'trace-3', status: 200 }), 'request answered'],
    ]);
  });
});
