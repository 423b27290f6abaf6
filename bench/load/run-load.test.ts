import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { LoadJob } from './load-job.ts';
import { runLoad } from './run-load.ts';
import { getRequest } from './request-text.ts';

const REQUESTS = [getRequest('/', { host: 'test', token: 't' })];
const READY_PATH = '/api/v1/health/live';
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/**
 * A server whose answer to the request numbered n is delayed by so many milliseconds; null cuts the connection. Those by which connections are made ready
 * are not counted, and answered at once.
 */
async function server(delayMs: (n: number) => number | null, status = 202): Promise<number> {
  let count = 0;
  const http = createServer((request, response) => {
    if (request.url === READY_PATH) {
      response.writeHead(200, { 'content-length': 0 }).end();
      return;
    }
    const delay = delayMs(count);
    count += 1;
    if (delay === null) request.socket.destroy();
    else setTimeout(() => response.writeHead(status, { 'content-length': 2 }).end('{}'), delay);
  });
  return listening(http);
}

async function listening(http: Server): Promise<number> {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    http.close();
    http.closeAllConnections();
  });
  return (http.address() as AddressInfo).port;
}

/** A server that notes which paths it was asked for. */
async function notingServer(): Promise<{ readonly port: number; readonly paths: readonly (string | undefined)[] }> {
  const paths: (string | undefined)[] = [];
  const http = createServer(({ url }, response) => {
    paths.push(url);
    setTimeout(() => response.writeHead(202, { 'content-length': 0 }).end(), paths.length === 1 ? 50 : 0);
  });
  return { port: await listening(http), paths };
}

function job(port: number, change: Partial<LoadJob>): LoadJob {
  const plan = { kind: 'repeat', requests: REQUESTS } as const;
  return { port, plan, pace: { kind: 'closed', connections: 4 }, end: { count: 100 }, expectedStatus: 202, ...change };
}

describe('a load', () => {
  it('sends as many requests as asked and counts the good answers', async () => {
    const result = await runLoad(job(await server(() => 0), {}));
    expect(result).toMatchObject({ sent: 100, good: 100, late: 0, failed: [] });
    expect(result.latency.count).toBe(100);
  });

  it('begins when every connection has been taken and answered', async () => {
    const { port, paths } = await notingServer();
    await runLoad(job(port, { end: { count: 4 } }));
    expect(paths).toEqual([...Array<string>(4).fill(READY_PATH), ...Array<string>(4).fill('/')]);
  });

  it('names the requests that failed, also by a lost connection, and goes on', async () => {
    const port = await server((n) => (n === 7 ? null : 0));
    const result = await runLoad(job(port, { pace: { kind: 'closed', connections: 1 }, end: { count: 20 } }));
    expect(result).toMatchObject({ sent: 20, good: 19, failed: [7] });
    expect(result.failures).toEqual(['0 the connection was lost']);
  });

  it('does not take another status for a good one, and keeps what was late or refused at once apart', async () => {
    const refused = await runLoad(job(await server(() => 0, 503), { end: { count: 3 } }));
    expect(refused).toMatchObject({ good: 0, failed: [0, 1, 2], failures: ['503 {}', '503 {}', '503 {}'] });
    const late = await runLoad(
      job(await server(() => 0, 202), { end: { count: 3 }, expectedStatus: 201, lateStatus: 202 }),
    );
    expect(late).toMatchObject({ good: 0, late: 3, failed: [] });
    const early = await runLoad(job(await server(() => 0, 422), { end: { count: 3 }, refusedStatus: 422 }));
    expect(early).toMatchObject({ good: 0, refused: [0, 1, 2], failed: [] });
  });

  it('counts the wait of a request from the moment it was due, when those before it are late', async () => {
    // One connection, ten requests due within 100 ms, the first of them answered after 300.
    const port = await server((n) => (n === 0 ? 300 : 0));
    const pace = { kind: 'open', connections: 1, perSecond: 100 } as const;
    const result = await runLoad(job(port, { pace, end: { count: 10 } }));
    expect(result.good).toBe(10);
    expect(result.latency.p50).toBeGreaterThan(200);
    expect(result.sendLag.p50).toBeGreaterThan(200);
  });

  it('keeps to the rate however slow the answers are, as long as connections are free', async () => {
    const port = await server(() => 150);
    const pace = { kind: 'open', connections: 100, perSecond: 200 } as const;
    const result = await runLoad(job(port, { pace, end: { seconds: 0.5 } }));
    expect(result.sent).toBe(100);
    // One after the other they would take 15 seconds.
    expect(result.seconds).toBeLessThan(5);
    expect(result.latency.p50).toBeGreaterThan(140);
  });
});
