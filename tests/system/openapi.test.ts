import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security: readonly object[];
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Record<string, { schema?: unknown }> }>
  >;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

let test: TestPlatform;
let document: Document;

beforeAll(async () => {
  test = await startTestPlatform();
  document = (await test.app.inject('/openapi.json')).json();
});

afterAll(() => test.stop());

const operations = (): (readonly [name: string, operation: Operation])[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  );

describe('the API description', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    expect(document.openapi).toBe('3.1.0');
    const validator = new Validator();
    const result = await validator.validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>);
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('describes every route that is not a document itself', () => {
    const ofPage = ['/', '/page/:name'];
    const documents = ['/openapi.json', '/asyncapi.json', '/docs', '/docs/reference.js', '/metrics', ...ofPage];
    const expected = test.app.knownRoutes
      .filter(({ method, url }) => method !== 'HEAD' && !documents.includes(url))
      .map(({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(
      operations()
        .map(([name]) => name)
        .toSorted(),
    ).toEqual(expected.toSorted());
    expect(expected.length).toBeGreaterThan(20);
  });

  it('has a summary, a tag, and a shape for each status of each operation', () => {
    for (const [name, { summary, tags, responses }] of operations()) {
      expect(summary, name).toBeTruthy();
      expect(tags, name).toHaveLength(1);
      for (const [status, { description, content }] of Object.entries(responses)) {
        expect(description, `${name} ${status}`).toBeTruthy();
        if (status === '204') continue;
        const schemas = Object.values(content ?? {}).map(({ schema }) => schema);
        expect(schemas, `${name} ${status}`).toEqual([expect.objectContaining({ type: 'object' })]);
      }
    }
  });

  it('offers an Idempotency-Key where a repetition would otherwise have its effect twice', () => {
    const offering = operations().filter(([, { parameters = [] }]) =>
      parameters.some(({ in: place, name }) => place === 'header' && name === 'idempotency-key'),
    );
    expect(offering.map(([name]) => name)).toEqual([
      'POST /api/v1/api-keys',
      'POST /api/v1/orders',
      'POST /api/v1/account/deposits',
      'POST /api/v1/account/withdrawals',
      'POST /api/v1/trades',
    ]);
  });

  it('tells who may call: nobody needs credentials where everybody may, and 401 and 403 are told elsewhere', () => {
    for (const [name, { security, responses }] of operations()) {
      const guarded = security.length > 0;
      const statuses = Object.keys(responses);
      // A cookie opens these, so pages of others are refused.
      const sameOrigin = name.includes(' /api/v1/auth/session');
      expect(statuses.includes('403'), name).toBe(guarded || sameOrigin);
      if (guarded) expect(statuses, name).toContain('401');
    }
  });
});

describe('the page', () => {
  it('runs and loads what this server serves, and nothing else', async () => {
    const page = await test.app.inject('/docs');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.body).not.toMatch(/https?:\/\//);
    const sources = [...page.body.matchAll(/src="([^"]+)"/g)].map(([, source]) => source);
    expect(sources).toEqual(['/docs/reference.js']);
    const script = await test.app.inject('/docs/reference.js');
    expect(script.headers['content-type']).toContain('text/javascript');
    expect(script.body.length).toBeGreaterThan(100_000);
  });
});
