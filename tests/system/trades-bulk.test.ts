import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as openRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { leftovers } from '../support/leftovers.ts';
import type { OperatorClient, RequestJson } from '../support/operator-client.ts';
import { createOperatorClient } from '../support/operator-client.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { OPERATOR_KEY, startTestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';

const NDJSON = 'application/x-ndjson';
const IDS_AT_ONCE = 200;

const later = leftovers();
let test: TestPlatform;
let operator: OperatorClient;

beforeAll(async () => {
  test = await startTestPlatform();
  later(() => test.stop());
  operator = createOperatorClient(test.url, { 'x-api-key': OPERATOR_KEY });
});

interface Line {
  readonly line: number;
  readonly request_id?: string;
}

const lineOf = (book: string, number: number): string =>
  JSON.stringify({
    trade_id: `${book}-${number}`,
    version: 1,
    counterparty_id: 'CP-1',
    book_id: book,
    maturity_date: '2099-12-31',
  });

function upload(headers: Readonly<Record<string, string>>): ClientRequest {
  const url = new URL('/api/v1/trades/bulk', test.url);
  return openRequest(url, { method: 'POST', agent: false, headers: { ...operator.headers, ...headers } });
}

async function answerOf(sent: ClientRequest): Promise<IncomingMessage> {
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return response;
}

function linesOf(body: string): readonly Line[] {
  const whole = body.slice(0, body.lastIndexOf('\n'));
  return whole.split('\n').map((line) => JSON.parse(line) as Line);
}

/** What became of requests, once all of them are decided. */
async function allDecided(ids: readonly string[]): Promise<readonly RequestJson[]> {
  const requests: RequestJson[] = [];
  for (let index = 0; index < ids.length; index += IDS_AT_ONCE) {
    const some = ids.slice(index, index + IDS_AT_ONCE);
    const found = await until('decisions', async () => {
      const { body } = await operator.get(`/requests?ids=${some.join(',')}`);
      const items = body['items'] as RequestJson[];
      return items.length === some.length && items.every(({ status }) => status !== 'PENDING') ? items : null;
    });
    requests.push(...found);
  }
  return requests;
}

describe('a bulk upload', () => {
  it('of compressed lines ends with each good one stored and each bad one told, by its line', async () => {
    const count = 20_000;
    const isBad = (number: number): boolean => number % 100 === 7;
    const lines = Array.from({ length: count }, (_, number) =>
      isBad(number) ? '{"trade_id":7}' : lineOf('gz', number),
    );
    const sent = upload({ 'content-type': NDJSON, 'content-encoding': 'gzip', accept: NDJSON });
    sent.end(gzipSync(lines.join('\n')));
    const answers = linesOf(await text(await answerOf(sent)));
    expect(answers.at(-1)).toEqual({ accepted: count * 0.99, rejected: count * 0.01 });
    const items = answers.slice(0, -1);
    expect(items.map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1));
    expect(items.filter((item) => item.request_id === undefined).map(({ line }) => line - 1)).toEqual(
      lines.flatMap((_, index) => (isBad(index) ? [index] : [])),
    );
    const requests = await allDecided(items.flatMap((item) => item.request_id ?? []));
    expect(new Set(requests.map(({ status }) => status))).toEqual(new Set(['SUCCESS']));
    expect(await operator.allTrades('?book_id=gz&limit=500')).toHaveLength(count * 0.99);
  });

  it('of an array that is answered in one document has the same end', async () => {
    const lines = Array.from({ length: 5_000 }, (_, number) => lineOf('array', number));
    const sent = upload({ 'content-type': 'application/json' });
    sent.end(`[${lines.join(',\n ')}]`);
    const response = await answerOf(sent);
    expect(response.statusCode).toBe(202);
    const { items, ...totals } = JSON.parse(await text(response)) as { items: Line[] };
    expect(totals).toEqual({ accepted: 5_000, rejected: 0 });
    const requests = await allDecided(items.flatMap((item) => item.request_id ?? []));
    expect(requests.map((request) => request.trade_id)).toEqual(lines.map((_, number) => `array-${number}`));
  });

  it('that is cut off in the middle loses nothing that was acknowledged', async () => {
    const sent = upload({ 'content-type': NDJSON, accept: NDJSON });
    sent.on('error', () => undefined);
    for (let number = 0; number < 5_000; number += 1) sent.write(`${lineOf('cut', number)}\n`);
    const response = (await answerOf(sent)).setEncoding('utf8');
    let received = '';
    response.on('data', (piece: string) => (received += piece)).on('error', () => undefined);
    await until('the first thousand answers', () => received.split('\n').length > 1_000);
    sent.destroy();
    const ids = linesOf(received).flatMap((item) => item.request_id ?? []);
    const requests = await allDecided(ids);
    expect(new Set(requests.map(({ status }) => status))).toEqual(new Set(['SUCCESS']));
    expect(test.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  it('may take longer to arrive than other requests may', async () => {
    const { server } = test.app;
    const { requestTimeout, headersTimeout } = server;
    // Node gives a request the longer one of the two.
    Object.assign(server, { requestTimeout: 100, headersTimeout: 100 });
    const late = once(server, 'clientError');
    const sent = upload({ 'content-type': NDJSON, accept: NDJSON });
    sent.write(`${lineOf('late', 0)}\n`);
    const response = await answerOf(sent);
    const [error] = (await late) as [{ readonly code: string }];
    expect(error.code).toBe('ERR_HTTP_REQUEST_TIMEOUT');
    Object.assign(server, { requestTimeout, headersTimeout });
    sent.end(lineOf('late', 1));
    expect(linesOf(await text(response)).at(-1)).toEqual({ accepted: 2, rejected: 0 });
  });
});
