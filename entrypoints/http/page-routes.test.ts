import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BuiltPage, PageFile } from '../page/built-page.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';

const DOCUMENT = '<!doctype html><title>Bourse</title>';
const SCRIPT = 'console.log("a script of the page");'.repeat(10);
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

const file = (type: string, text: string, etag: string): PageFile => ({
  ...{ type, etag, plain: Buffer.from(text) },
  encoded: { br: brotliCompressSync(text), gzip: gzipSync(text) },
});

const PAGE: BuiltPage = {
  document: file('text/html; charset=utf-8', DOCUMENT, '"document"'),
  parts: new Map([['index-abc123.js', file('text/javascript; charset=utf-8', SCRIPT, '"script"')]]),
};

let app: FastifyInstance;
beforeAll(async () => {
  ({ app } = await createMemoryHttpApp({ page: PAGE }));
});

const get = (url: string, headers: Readonly<Record<string, string>> = {}) => app.inject({ url, headers });

describe('the document', () => {
  it('is asked for anew each time, lets in nothing but what this server serves, and no script within itself', async () => {
    const response = await get('/');
    expect([response.statusCode, response.body]).toEqual([200, DOCUMENT]);
    expect(response.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      etag: '"document"',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    const policy = String(response.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it('is not sent again to who has it', async () => {
    const response = await get('/', { 'if-none-match': '"document"' });
    expect([response.statusCode, response.body]).toEqual([304, '']);
  });

  it.each(['/orders', '/market/AAPL', '/trades/id/T-1', '/no/such/view?x=1'])(
    'answers a browser that goes to %s, and nobody else',
    async (url) => {
      const response = await get(url, BROWSER);
      expect([response.statusCode, response.body]).toEqual([200, DOCUMENT]);
      expect(response.headers['content-security-policy']).toContain("script-src 'self'");
      expect((await get(url, { accept: 'application/json' })).statusCode).toBe(404);
      expect((await app.inject({ method: 'POST', url, headers: BROWSER })).statusCode).toBe(404);
    },
  );

  it.each(['/api/v1/no-such-thing', '/page/no-such-part.js', '/docs/nothing', '/.well-known/nothing', '/other.json'])(
    'does not stand in for %s, which is of the server',
    async (url) => {
      const response = await get(url, BROWSER);
      expect(response.statusCode).toBe(404);
      expect(response.headers['content-type']).toContain('application/problem+json');
    },
  );
});

describe('a part of the page', () => {
  it('is kept for ever, since its name changes with what it holds', async () => {
    const response = await get('/page/index-abc123.js');
    expect([response.statusCode, response.body]).toEqual([200, SCRIPT]);
    expect(response.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    expect(response.headers).not.toHaveProperty('content-encoding');
  });

  it('is sent as small as the client can read it', async () => {
    const sent = async (accepted: string) => {
      const { headers, rawPayload } = await get('/page/index-abc123.js', { 'accept-encoding': accepted });
      return { encoding: headers['content-encoding'], rawPayload };
    };
    const brotli = await sent('gzip, deflate, br');
    expect([brotli.encoding, brotliDecompressSync(brotli.rawPayload).toString()]).toEqual(['br', SCRIPT]);
    const gzip = await sent('gzip;q=1.0, br;q=0');
    expect([gzip.encoding, gunzipSync(gzip.rawPayload).toString()]).toEqual(['gzip', SCRIPT]);
    expect((await sent('identity')).encoding).toBeUndefined();
  });

  it.each([
    '/page/../package.json',
    '/page/..%2Fpackage.json',
    '/page/..%2f..%2fpackage.json',
    '/page/%2e%2e%2fpackage.json',
    '/page/..%5cpackage.json',
    '/page//etc/passwd',
    '/page/index-abc123.js%00',
    '/page/index-abc123.js.br',
    '/page/__proto__',
    '/page/constructor',
  ])('is one of those that the page has: %s is none', async (url) => {
    const response = await get(url);
    expect([400, 404]).toContain(response.statusCode);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });
});

it('says how to build the page where there is none', async () => {
  const { app: bare } = await createMemoryHttpApp();
  const response = await bare.inject({ url: '/', headers: BROWSER });
  expect(response.statusCode).toBe(404);
  expect(response.json()).toMatchObject({ type: 'urn:bourse:problem:page-not-built' });
  expect(response.body).toContain('npx bourse build-page');
});
