import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBooks } from '@bourse/application/audit/verify-books.ts';
import type { KnownRoute } from '@bourse/entrypoints/http/not-found.ts';
import { createPostgresAuditReader } from '@bourse/postgres/audit/postgres-audit-reader.ts';
import { sha256 } from '@bourse/runtime/sha256.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { OPERATOR_KEY, startTestPlatform } from '../support/test-platform.ts';
import type { Caller } from './http/callers.ts';
import { registered } from './http/callers.ts';
import type { HostileRequest } from './http/hostile-input.ts';
import { hostileRequests } from './http/hostile-input.ts';

let test: TestPlatform;
let trader: Caller;

beforeAll(async () => {
  test = await startTestPlatform();
  trader = await registered(test.app, 'victim');
});

afterAll(() => test.stop());

/** Headers of somebody who may call a route. */
function headersFor({ access }: KnownRoute): Readonly<Record<string, string>> {
  if (access === 'public') return {};
  return access.roles.includes('trader') ? trader.headers : { 'x-api-key': OPERATOR_KEY };
}

/** Statuses that the API description gives for each route; undefined for routes it leaves out. */
async function documentedStatuses(): Promise<(route: KnownRoute) => readonly string[] | undefined> {
  type Paths = Record<string, Record<string, { responses: object }>>;
  const { paths } = (await test.app.inject('/openapi.json')).json<{ paths: Paths }>();
  return ({ method, url }) => {
    const operation = paths[url.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    return operation && Object.keys(operation.responses);
  };
}

/** What the API description calls a route. */
const operationOf = ({ method, url }: KnownRoute): string => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`;

/** Every operation of the API description. */
async function describedOperations(): Promise<readonly string[]> {
  const { paths } = (await test.app.inject('/openapi.json')).json<{ paths: Record<string, object> }>();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

/** What is wrong with the answer to a hostile request; null when nothing is. */
async function complaintAbout(
  route: KnownRoute,
  request: HostileRequest,
  documented: readonly string[] | undefined,
): Promise<string | null> {
  const { name, url, headers = {}, payload } = request;
  const json = payload === undefined ? {} : { 'content-type': 'application/json' };
  const response = await test.app.inject({
    method: route.method,
    url,
    headers: { ...json, ...headersFor(route), ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
  const { statusCode: status, headers: answered, body } = response;
  const where = `${route.method} ${route.url}, ${name}: ${status.toString()}`;
  if (status >= 500) return `${where} ${body}`;
  // What never reached the route: the path was broken, or led elsewhere.
  const elsewhere = [400, 404, 405, 414].includes(status);
  if (documented !== undefined && !elsewhere && !documented.includes(status.toString()))
    return `${where} is not documented`;
  if (status < 400) return null;
  if (answered['content-type'] !== 'application/problem+json') return `${where} is no problem document`;
  const { errors, ...problem } = response.json<Record<string, unknown>>();
  if (problem['status'] !== status || typeof problem['detail'] !== 'string') return `${where} ${body}`;
  return problem['type'] === 'urn:bourse:problem:invalid-request' && !Array.isArray(errors)
    ? `${where} names no fault`
    : null;
}

describe('hostile input', () => {
  it('never makes a route fail, and is always answered as documented', async () => {
    const statusesOf = await documentedStatuses();
    const routes = test.app.knownRoutes.filter(({ method }) => method !== 'HEAD');
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.map(operationOf)).toEqual(expect.arrayContaining([...(await describedOperations())]));
    const complaints: string[] = [];
    let sent = 0;
    for (const route of routes) {
      for (const request of hostileRequests(route)) {
        const complaint = await complaintAbout(route, request, statusesOf(route));
        if (complaint !== null) complaints.push(complaint.slice(0, 500));
        sent += 1;
      }
    }
    expect(complaints).toEqual([]);
    expect(sent).toBeGreaterThan(3_000);
    expect(test.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  }, 300_000);

  it('leaves the books in order', async () => {
    const { database } = test.platform.foundation.storage;
    const report = await verifyBooks(
      createPostgresAuditReader(database),
      (text) => sha256.sha256(text),
      () => undefined,
    );
    expect(report.findings).toEqual([]);
  });

  it('leaves the server serving', async () => {
    const response = await test.app.inject({ url: '/api/v1/account', headers: trader.headers });
    expect(response.statusCode).toBe(200);
  });
});

/** Sends bytes on a bare connection and answers what comes back until it is closed. */
function exchange(...parts: readonly (string | Buffer)[]): Promise<string> {
  const { hostname, port } = new URL(test.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => {
      for (const part of parts) socket.write(part);
    });
    socket.setEncoding('latin1');
    socket.on('data', (data: string) => (answer += data));
    socket.on('close', () => {
      resolve(answer);
    });
    socket.on('error', (error: Error & { code?: string }) => {
      // A server that has said its answer may reset what it did not want to read.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
  });
}

describe('a connection', () => {
  const host = 'Host: bourse\r\nConnection: close\r\n';

  it.each([
    ['no HTTP at all', 400, ['hello\r\n\r\n']],
    ['a version that is none', 400, [`GET / HTTP/9.9\r\n${host}\r\n`]],
    ['NUL in a header', 400, [`GET /api/v1/health HTTP/1.1\r\n${host}X-A: a\0b\r\n\r\n`]],
    [
      'two lengths',
      400,
      [`POST /api/v1/auth/login HTTP/1.1\r\n${host}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    ],
    [
      'length and chunks at once',
      400,
      [`POST /api/v1/auth/login HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ],
    [
      'a broken chunk',
      400,
      [
        `POST /api/v1/auth/login HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nXYZ\r\n`,
      ],
    ],
    ['headers without end', 431, [`GET / HTTP/1.1\r\n${host}`, `X-A: ${'a'.repeat(20_000)}\r\n\r\n`]],
    ['a path without end', 431, [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`]],
    ['raw bytes in the path', 400, ['GET /api/v1/assets/', Buffer.from([0xff, 0xfe]), ` HTTP/1.1\r\n${host}\r\n`]],
    ['a method that is none', 400, [`BREW /api/v1/health HTTP/1.1\r\n${host}\r\n`]],
  ] as const)('that brings %s is answered with a problem document', async (_name, status, parts) => {
    const answer = await exchange(...parts);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status.toString()} `));
    expect(answer).toContain('application/problem+json');
    expect(answer).toContain('"correlation_id"');
  });

  it('that brings a body longer than announced gets no second answer', async () => {
    const answer = await exchange(
      `POST /api/v1/auth/login HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}GET /metrics HTTP/1.1\r\n\r\n`,
    );
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(answer).toContain('HTTP/1.1 400');
  });
});
