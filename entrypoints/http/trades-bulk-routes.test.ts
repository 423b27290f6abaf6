import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as openRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { TradeDesk, TradeRequest } from '@bourse/application/trades/trade-desk.ts';
import type { ManualClock } from '@bourse/memory/manual-clock.ts';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';
import { operatorHeaders } from './testing/callers.ts';
import { createMemoryTrades } from './testing/memory-trades.ts';

const PATH = '/api/v1/trades/bulk';
const NDJSON = 'application/x-ndjson';

interface Desk extends TradeDesk {
  readonly taken: TradeRequest[];
  /** How many trades came with each append. */
  readonly appends: number[];
  /** From then on every append waits until it is let go. */
  hold(): () => void;
  failAfter(appends: number): void;
}

const quiet = (): void => undefined;
const SILENT = {
  meter: { count: quiet, gauge: quiet, duration: quiet },
  logger: { info: quiet, warn: quiet, error: quiet },
};

const apps: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

describe('a bulk upload', () => {
  it('takes an array and answers each item in one document', async () => {
    const { app, desk } = await open();
    const response = await post(app, JSON.stringify([trade('T1'), { ...trade('T2'), version: 0 }, trade('T3')]));
    expect(response.statusCode).toBe(202);
    expect(response.json()).toEqual({
      items: [
        { line: 1, request_id: idOf(1) },
        { line: 2, errors: [{ pointer: '/version', message: 'must be a whole number from 1 to 2147483647' }] },
        { line: 3, request_id: idOf(2) },
      ],
      accepted: 2,
      rejected: 1,
    });
    expect(desk.taken.map(({ trade: { tradeId } }) => tradeId)).toEqual(['T1', 'T3']);
  });

  it('takes lines, counts blank ones, and answers live when asked to', async () => {
    const { app } = await open();
    const body = `${JSON.stringify(trade('T1'))}\n\nno JSON\r\n  \n${JSON.stringify(trade('T2'))}`;
    const response = await post(app, body, { 'content-type': NDJSON, accept: NDJSON });
    expect(response.headers['content-type']).toBe(NDJSON);
    expect(linesOf(response.body)).toEqual([
      { line: 1, request_id: idOf(1) },
      { line: 3, errors: [{ pointer: '', message: 'the line is not a JSON document' }] },
      { line: 5, request_id: idOf(2) },
      { accepted: 2, rejected: 1 },
    ]);
  });

  it('takes any mixture of array or lines with an answer live or in one document, compressed or not', async () => {
    const { app } = await open();
    const trades = Array.from({ length: 5_000 }, (_, number) => trade(`T${number}`));
    const lines = trades.map((one) => JSON.stringify(one)).join('\n');
    for (const [type, body] of [
      ['application/json', JSON.stringify(trades, null, 1)],
      [NDJSON, lines],
    ] as const) {
      for (const accept of [NDJSON, '*/*']) {
        for (const [encoding, payload] of [
          ['identity', Buffer.from(body)],
          ['gzip', gzipSync(body)],
        ] as const) {
          const response = await post(app, payload, { 'content-type': type, accept, 'content-encoding': encoding });
          expect(response.statusCode).toBe(202);
          const answer = accept === NDJSON ? linesOf(response.body) : response.json<{ items: object[] }>().items;
          expect(answer.slice(0, 5_000).map((item) => (item as { line: number }).line)).toEqual(
            trades.map((_, index) => index + 1),
          );
          expect(response.body).toContain('"accepted":5000,"rejected":0');
        }
      }
    }
  });

  it('refuses an idempotency key, says why, and takes nothing', async () => {
    const { app, desk } = await open();
    const headers = { 'idempotency-key': 'upload-1' };
    const refused = await post(app, JSON.stringify([trade('T1')]), headers, '?history=maybe');
    expect(refused.statusCode).toBe(400);
    const message = expect.stringContaining('leave it out') as string;
    expect(refused.json()).toMatchObject({
      type: 'urn:bourse:problem:invalid-request',
      errors: [{ pointer: '/header/idempotency-key', message }, { pointer: '/query/history' }],
    });
    expect(desk.taken).toEqual([]);
    expect((await post(app, JSON.stringify([trade('T1')]))).statusCode).toBe(202);
  });

  it('takes what stands behind a byte order mark', async () => {
    const { app } = await open();
    const line = JSON.stringify(trade('T1'));
    for (const [type, body] of [
      [NDJSON, `\ufeff${line}\n${line}`],
      ['application/json', `\ufeff [${line}, ${line}]`],
    ] as const) {
      for (const [encoding, payload] of [
        ['identity', Buffer.from(body)],
        ['gzip', gzipSync(body)],
      ] as const) {
        const response = await post(app, payload, { 'content-type': type, 'content-encoding': encoding });
        expect(response.json(), `${type} ${encoding}`).toMatchObject({ accepted: 2, rejected: 0 });
      }
    }
  });

  it('names every fault of a line, and says which rule refused one at once', async () => {
    const { app } = await open();
    const bad = { trade_id: ' ', version: '1', counterparty_id: 'x'.repeat(51), maturity_date: '2026-02-30', extra: 1 };
    const response = await post(app, JSON.stringify([bad, trade('SUPERSEDED'), 7, null, [trade('T1')]]));
    const { items } = response.json<{ items: { reason?: string; errors: { pointer: string }[] }[] }>();
    expect(items.map(({ errors }) => errors.map(({ pointer }) => pointer))).toEqual([
      ['/trade_id', '/version', '/counterparty_id', '/book_id', '/maturity_date', '/extra'],
      ['/version'],
      [''],
      [''],
      [''],
    ]);
    expect(items[1]).toMatchObject({ reason: 'version-superseded' });
  });

  it('hands trades over with who sends them, as history where that is asked for, in appends of bounded size', async () => {
    const { app, desk } = await open();
    const body = Array.from({ length: 10_001 }, (_, number) => JSON.stringify(trade(`T${number}`))).join('\n');
    await post(app, body, { 'content-type': NDJSON }, '?history=true');
    expect(desk.taken).toHaveLength(10_001);
    expect(new Set(desk.taken.map(({ asHistory }) => asHistory))).toEqual(new Set([true]));
    expect(new Set(desk.taken.map(({ submittedBy }) => submittedBy)).size).toBe(1);
    expect(Math.max(...desk.appends)).toBeLessThanOrEqual(2_000);
  });

  it('answers lines that it cannot take whole, and goes on behind them', async () => {
    const { app } = await open();
    const long = JSON.stringify({ ...trade('T1'), extra: 'x'.repeat(16_384) });
    const body = Buffer.concat([
      Buffer.from(`${long}\n`),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
      Buffer.from(JSON.stringify(trade('T2'))),
    ]);
    const response = await post(app, body, { 'content-type': NDJSON });
    expect(response.json()).toMatchObject({
      items: [
        { line: 1, errors: [{ message: 'the line is longer than 16384 bytes' }] },
        { line: 2, errors: [{ message: 'the line is not valid UTF-8' }] },
        { line: 3, request_id: idOf(1) },
      ],
    });
    const array = await post(app, `[${long},${JSON.stringify(trade('T2'))}]`);
    expect(array.json()).toMatchObject({ items: [{ line: 1, errors: [{}] }, { line: 2 }], accepted: 1 });
  });

  it('lists no more than twenty faults of a line', async () => {
    const { app } = await open();
    const fields = Object.fromEntries(Array.from({ length: 1_000 }, (_, number) => [`f${number}`, 1]));
    const response = await post(app, JSON.stringify([fields]));
    expect(response.json<{ items: { errors: object[] }[] }>().items[0]!.errors).toHaveLength(20);
  });

  it.each([
    ['', 'it ends before its last'],
    ['null', 'it does not begin with'],
    ['{}', 'it does not begin with'],
    ['[1,,2]', 'there is no item between'],
    ['[1] 2', 'something follows'],
    ['[{"a":}]', 'item 1 is not JSON'],
    [`[${' '.repeat(20_000)}`, 'it ends before its last'],
  ])('refuses %j with 400: %s', async (body, detail) => {
    const { app, desk } = await open();
    const response = await post(app, body);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      type: 'urn:bourse:problem:malformed-json',
      detail: expect.stringContaining(detail) as string,
    });
    expect(desk.taken).toEqual([]);
  });

  it('keeps what came before the place where an array breaks off, and names the place', async () => {
    const { app } = await open();
    const start = `[${JSON.stringify(trade('T1'))},${JSON.stringify(trade('T2'))}`;
    const response = await post(app, `${start},{"trade_id":}]`);
    expect(response.statusCode).toBe(202);
    expect(response.json()).toMatchObject({
      accepted: 2,
      problem: { status: 400, type: 'urn:bourse:problem:malformed-json', first_line_not_taken: 3 },
    });
    const live = await post(app, `${start}}`, { accept: NDJSON });
    expect(linesOf(live.body).at(-1)).toMatchObject({ accepted: 1, problem: { first_line_not_taken: 2 } });
  });

  it('takes an empty array and no lines at all', async () => {
    const { app } = await open();
    expect((await post(app, ' [ ] ')).json()).toEqual({ items: [], accepted: 0, rejected: 0 });
    expect((await post(app, '[]', { accept: NDJSON })).body).toBe('{"accepted":0,"rejected":0}\n');
    expect((await post(app, '', { 'content-type': NDJSON })).json()).toEqual({ items: [], accepted: 0, rejected: 0 });
  });

  it.each([
    ['no gzip at all', Buffer.from('[]')],
    ['gzip that was cut off', gzipSync(JSON.stringify([trade('T1')])).subarray(0, -12)],
  ])('refuses %s', async (_name, body) => {
    const { app } = await open();
    const response = await post(app, body, { 'content-encoding': 'gzip' });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ type: 'urn:bourse:problem:malformed-gzip', first_line_not_taken: 1 });
  });

  it('says that what stands behind the end of the gzip was not taken', async () => {
    const { app, desk } = await open();
    const partOf = (id: string): Buffer => gzipSync(`${JSON.stringify(trade(id))}\n`);
    const body = Buffer.concat([partOf('T1'), Buffer.alloc(10), partOf('T2')]);
    const response = await post(app, body, { 'content-type': NDJSON, 'content-encoding': 'gzip' });
    expect(response.json()).toMatchObject({
      items: [{ line: 1, request_id: idOf(1) }],
      accepted: 1,
      problem: { type: 'urn:bourse:problem:malformed-gzip', first_line_not_taken: 2 },
    });
    expect(desk.taken).toHaveLength(1);
  });

  it('takes gzip of several parts', async () => {
    const { app } = await open();
    const parts = ['T1', 'T2'].map((id) => gzipSync(`${JSON.stringify(trade(id))}\n`));
    const response = await post(app, Buffer.concat(parts), { 'content-type': NDJSON, 'content-encoding': 'gzip' });
    expect(response.json()).toMatchObject({ accepted: 2, rejected: 0 });
    expect(response.json()).not.toHaveProperty('problem');
  });

  it('refuses other encodings and other types', async () => {
    const { app } = await open();
    expect((await post(app, '[]', { 'content-encoding': 'br' })).statusCode).toBe(415);
    const response = await post(app, '[]', { 'content-type': 'text/csv' });
    expect(response.statusCode).toBe(415);
    expect(response.json()).toMatchObject({ detail: 'Send the body as application/json or application/x-ndjson.' });
  });

  it('stops after a hundred thousand rejected lines, and says so', async () => {
    const { app } = await open();
    const response = await post(app, '7\n'.repeat(100_001), { 'content-type': NDJSON });
    const { items, problem } = response.json<{ items: object[]; problem: object }>();
    expect(items).toHaveLength(100_000);
    expect(problem).toMatchObject({ type: 'urn:bourse:problem:too-many-rejected', first_line_not_taken: 100_001 });
  });
});

describe('a log that takes no more', () => {
  it('is answered with 503 when nothing was taken', async () => {
    const { app, desk } = await open();
    desk.failAfter(0);
    for (const accept of [NDJSON, 'application/json']) {
      const response = await post(app, JSON.stringify([trade('T1')]), { accept });
      expect(response.statusCode).toBe(503);
      expect(response.headers['retry-after']).toBe('1');
      expect(response.json()).toMatchObject({ type: 'urn:bourse:problem:unavailable', first_line_not_taken: 1 });
    }
  });

  it.each([NDJSON, 'application/json'])(
    'in the middle ends the answer with the first line not taken (%s)',
    async (accept) => {
      const { app, desk } = await open();
      desk.failAfter(2);
      const body = Array.from({ length: 10_000 }, (_, number) => JSON.stringify(trade(`T${number}`))).join('\n');
      const response = await post(app, body, { 'content-type': NDJSON, accept });
      expect(response.statusCode).toBe(202);
      const taken = desk.appends.slice(0, 2).reduce((sum, trades) => sum + trades, 0);
      const last: unknown = accept === NDJSON ? linesOf(response.body).at(-1) : response.json();
      expect(last).toMatchObject({ accepted: taken, problem: { status: 503, first_line_not_taken: taken + 1 } });
    },
  );
});

describe('a connection', () => {
  it('is read no further than what is in flight while nothing is taken', async () => {
    const { app, desk } = await open();
    const letGo = desk.hold();
    const upload = await connect(app, { 'content-type': NDJSON });
    const chunk = `${JSON.stringify(trade('T1'))}\n`.repeat(10_000);
    let isFull = false;
    let written = 0;
    while (!isFull) {
      written += 10_000;
      isFull = !upload.write(chunk) && !(await drains(upload));
    }
    expect(desk.appends.length).toBeLessThanOrEqual(4);
    letGo();
    upload.end();
    const [response] = (await once(upload, 'response')) as [IncomingMessage];
    expect(await text(response)).toContain(`"accepted":${written},"rejected":0`);
  });

  it('is answered line by line while it stays open', async () => {
    const { app } = await open();
    const upload = await connect(app, { 'content-type': NDJSON, accept: NDJSON });
    const answered = once(upload, 'response');
    upload.write(`${JSON.stringify(trade('T1'))}\n`);
    const [response] = (await answered) as [IncomingMessage];
    const answers = response.setEncoding('utf8')[Symbol.asyncIterator]();
    expect((await answers.next()).value).toBe(`{"line":1,"request_id":"${idOf(1)}"}\n`);
    upload.write(`{}\n${JSON.stringify(trade('T2'))}\n`);
    const next = (await answers.next()).value as string;
    expect(linesOf(next)).toMatchObject([
      { line: 2, errors: expect.any(Array) as unknown },
      { line: 3, request_id: idOf(2) },
    ]);
    upload.end();
    expect((await answers.next()).value).toBe('{"accepted":2,"rejected":1}\n');
  });

  it('that is cut in the middle leaves nothing behind, and its place to the next', async () => {
    const { app, desk } = await open();
    for (let round = 0; round < 6; round += 1) {
      const upload = await connect(app, { 'content-type': NDJSON, accept: NDJSON });
      const answered = once(upload, 'response');
      upload.write(`${JSON.stringify(trade('T1'))}\n{"trade_id":`);
      await answered;
      upload.on('error', () => undefined).destroy();
      await once(upload, 'close');
    }
    await until(async () => (await post(app, '[]')).statusCode === 202);
    expect(desk.taken).toHaveLength(6);
  });

  it('that says nothing for half a minute is cut off, with what was taken so far', async () => {
    const { app, clock } = await open();
    const upload = await connect(app, { 'content-type': NDJSON, accept: NDJSON });
    const answered = once(upload, 'response');
    upload.write(`${JSON.stringify(trade('T1'))}\n`);
    const [response] = (await answered) as [IncomingMessage];
    const answer = text(response);
    clock.advance(30_000);
    expect(linesOf(await answer).at(-1)).toMatchObject({
      accepted: 1,
      problem: { type: 'urn:bourse:problem:request-timeout', first_line_not_taken: 2 },
    });
    upload.destroy();
  });

  it('is one of four, and the fifth is told to come back', async () => {
    const { app } = await open();
    const uploads = [];
    for (let number = 0; number < 4; number += 1) {
      const upload = await connect(app, { 'content-type': NDJSON, accept: NDJSON });
      const answered = once(upload, 'response');
      upload.write(`${JSON.stringify(trade('T1'))}\n`);
      await answered;
      uploads.push(upload);
    }
    const refused = await post(app, '[]');
    expect(refused.statusCode).toBe(503);
    expect(refused.json()).toMatchObject({ type: 'urn:bourse:problem:too-many-uploads' });
    expect(refused.headers['retry-after']).toBe('1');
    for (const upload of uploads) upload.end();
    await until(async () => (await post(app, '[]')).statusCode === 202);
  });

  it('whose client does not read its answer is read no further, and cut off after half a minute', async () => {
    const { app, desk, clock } = await open();
    const upload = await connect(app, { 'content-type': NDJSON, accept: NDJSON });
    const answered = once(upload, 'response');
    const gone = new Promise((resolve) => upload.on('error', resolve));
    const chunk = `${JSON.stringify(trade('T1'))}\n`.repeat(10_000);
    let written = 0;
    do written += 10_000;
    while (upload.write(chunk) || (await drains(upload)));
    const [response] = (await answered) as [IncomingMessage];
    response.on('error', () => undefined);
    expect(desk.taken.length).toBeLessThan(written);
    clock.advance(30_000);
    await gone;
  });

  it('is ended, with what was taken so far, when the server stops', async () => {
    const { app } = await open();
    const upload = await connect(app, { 'content-type': NDJSON, accept: NDJSON });
    const answered = once(upload, 'response');
    upload.write(`${JSON.stringify(trade('T1'))}\n`);
    const [response] = (await answered) as [IncomingMessage];
    const answer = text(response);
    apps.splice(0);
    const closed = app.close();
    expect(linesOf(await answer).at(-1)).toMatchObject({
      accepted: 1,
      problem: { status: 503, first_line_not_taken: 2 },
    });
    upload.destroy();
    await closed;
  });
});

async function open(): Promise<{ readonly app: FastifyInstance; readonly desk: Desk; readonly clock: ManualClock }> {
  const desk = createDesk();
  const clock = createManualClock(Date.parse('2026-03-31T14:00:00Z'));
  const { queries } = createMemoryTrades(clock, SILENT).dependencies;
  const { app } = await createMemoryHttpApp({ trades: { desk, queries, clock } });
  apps.push(app);
  return { app, desk, clock };
}

function createDesk(): Desk {
  const taken: TradeRequest[] = [];
  const appends: number[] = [];
  let held: Promise<void> = Promise.resolve();
  let appendsLeft = Infinity;
  return {
    taken,
    appends,
    hold() {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      held = promise;
      return () => resolve(undefined);
    },
    failAfter(count) {
      appendsLeft = count;
    },
    submit: () => Promise.reject(new Error('one at a time is not what is tested here')),
    status: () => Promise.resolve(undefined),
    statuses: () => Promise.resolve([]),
    async submitAll(requests) {
      appends.push(requests.length);
      appendsLeft -= 1;
      if (appendsLeft < 0) throw new Fault('unavailable', 'the log is full');
      await held;
      return requests.map((request) => {
        if (request.trade.tradeId === 'SUPERSEDED') return { ok: false, refusal: 'version-superseded' } as const;
        return { ok: true, value: { requestId: idOf(taken.push(request)) } } as const;
      });
    },
  };
}

function trade(tradeId: string): Readonly<Record<string, unknown>> {
  return { trade_id: tradeId, version: 1, counterparty_id: 'CP-1', book_id: 'B1', maturity_date: '2027-05-20' };
}

/** A request id as it may be: 22 characters of base64url. */
function idOf(number: number): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32BE(number, 12);
  return bytes.toString('base64url');
}

function linesOf(body: string): readonly unknown[] {
  return body
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

async function post(
  app: FastifyInstance,
  payload: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
  query = '',
): Promise<LightMyRequestResponse> {
  return app.inject({
    method: 'POST',
    url: PATH + query,
    headers: { ...operatorHeaders, 'content-type': 'application/json', ...headers },
    payload,
  });
}

/** Begins a request on a connection of its own; its body is for the test to write. */
async function connect(app: FastifyInstance, headers: Readonly<Record<string, string>>): Promise<ClientRequest> {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const upload = openRequest({
    port,
    host: '127.0.0.1',
    path: PATH,
    method: 'POST',
    agent: false,
    headers: { ...operatorHeaders, ...headers },
  });
  upload.flushHeaders();
  return upload;
}

/** Whether a connection takes more: false once nothing moves although everything that can run has run. */
async function drains(upload: ClientRequest): Promise<boolean> {
  for (let turn = 0; turn < 2_000; turn += 1) {
    if (!upload.writableNeedDrain) return true;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return false;
}

async function until(isThere: () => Promise<boolean>): Promise<void> {
  while (!(await isThere())) await new Promise((resolve) => setImmediate(resolve));
}
