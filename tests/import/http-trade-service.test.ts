import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHttpTradeService } from '@bourse/entrypoints/cli/import/http-trade-service.ts';
import { ImportError } from '@bourse/entrypoints/cli/import/import-error.ts';
import type { LineAnswer } from '@bourse/entrypoints/cli/import/trade-service.ts';
import { Unavailable } from '@bourse/entrypoints/cli/import/trade-service.ts';
import { listen } from '@bourse/entrypoints/vendor-sim/plain-http.ts';
import { leftovers } from '../support/leftovers.ts';

const later = leftovers();
const TRADE = {
  tradeId: 'T/1',
  version: 2,
  counterpartyId: 'CP',
  bookId: 'B',
  maturityDate: '2099-01-01',
  createdDate: null,
};
const STORED = {
  trade_id: 'T/1',
  version: 2,
  counterparty_id: 'CP',
  book_id: 'B',
  maturity_date: '2099-01-01',
  created_date: '2026-06-15',
};

const JSON_TYPE = { 'content-type': 'application/json' };
const PROBLEM_TYPE = { 'content-type': 'application/problem+json' };

function json(response: ServerResponse, document: unknown): void {
  response.writeHead(200, JSON_TYPE).end(JSON.stringify(document));
}

type Answering = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that answers as it is told, and a service that talks to it. */
async function world(answering: Answering) {
  const requests: { method: string; path: string; key: unknown }[] = [];
  const server = createServer((request, response) => {
    request.resume();
    requests.push({ method: request.method ?? '', path: request.url ?? '', key: request.headers['x-api-key'] });
    answering(request, response);
  });
  const url = await listen(server, '127.0.0.1', 0);
  later(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const stopping = new AbortController();
  const service = createHttpTradeService({ url: `${url}/`, apiKey: 'key', stopping: stopping.signal }, true);
  return { requests, service, stopping };
}

let answers: LineAnswer[];
const keep = (answer: LineAnswer) => void answers.push(answer);

beforeEach(() => {
  answers = [];
});

function lines(...documents: readonly unknown[]): string {
  return documents.map((document) => `${JSON.stringify(document)}\n`).join('');
}

describe('an upload', () => {
  it('tells each answer, however they are cut', async () => {
    const text = lines(
      { line: 1, request_id: 'r1' },
      { line: 2, reason: 'version-superseded', errors: [] },
      { line: 3, errors: [{ pointer: '/version', message: 'must be ä number' }] },
      { accepted: 1, rejected: 2 },
    );
    const bytes = Buffer.from(text);
    const { service, requests } = await world((_, response) => {
      response.writeHead(202);
      for (let at = 0; at < bytes.length; at += 7) response.write(bytes.subarray(at, at + 7));
      response.end();
    });
    await service.send([TRADE, TRADE, TRADE], keep);
    expect(answers).toEqual([
      { requestId: 'r1' },
      { refusal: 'version-superseded' },
      { fault: 'version must be ä number' },
    ]);
    expect(requests).toEqual([{ method: 'POST', path: '/api/v1/trades/bulk?history=true', key: 'key' }]);
  });

  it('that Bourse ends early is worth trying again, and keeps what was answered', async () => {
    const { service } = await world((_, response) => {
      const problem = { status: 503, title: 'Unavailable', detail: 'Send again from line 2 on.' };
      response.writeHead(202).end(lines({ line: 1, request_id: 'r1' }, { accepted: 1, rejected: 0, problem }));
    });
    await expect(service.send([TRADE, TRADE], keep)).rejects.toThrow(
      new Unavailable('Bourse is not available (status 503: Send again from line 2 on.)'),
    );
    expect(answers).toEqual([{ requestId: 'r1' }]);
  });

  it('whose answer breaks off is worth trying again, and keeps what was answered', async () => {
    const { service } = await world((_, response) => {
      response.writeHead(202).write(`${lines({ line: 1, request_id: 'r1' })}{"line":2`, () => response.destroy());
    });
    await expect(service.send([TRADE, TRADE], keep)).rejects.toBeInstanceOf(Unavailable);
    expect(answers).toEqual([{ requestId: 'r1' }]);
  });

  it('waits for as long as it is told to', async () => {
    const { service } = await world((_, response) => response.writeHead(503, { 'retry-after': '7' }).end('{}'));
    await expect(service.send([TRADE], keep)).rejects.toMatchObject({ retryAfterMs: 7_000 });
  });

  it.each([
    [401, 'does not know this API key'],
    [403, 'scopes'],
    [404, 'no Bourse'],
    [413, 'Too much of it.'],
  ])('that is refused with %i ends the import', async (status, words) => {
    const { service } = await world((_, response) =>
      response.writeHead(status, PROBLEM_TYPE).end('{"detail":"Too much of it."}'),
    );
    const sent = service.send([TRADE], keep);
    await expect(sent).rejects.toBeInstanceOf(ImportError);
    await expect(sent).rejects.toThrow(words);
  });

  it.each(['<html>', '{"line":2,"request_id":"r"}', '{"line":1}', '{}'])('is not answered by %j', async (text) => {
    const { service } = await world((_, response) => response.writeHead(202).end(`${text}\n`));
    await expect(service.send([TRADE], keep)).rejects.toBeInstanceOf(ImportError);
  });

  it('is not answered by a page, though that ends like an answer that broke off', async () => {
    const { service } = await world((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    });
    await expect(service.send([TRADE], keep)).rejects.toThrow(/what answers is not Bourse.* See --url/);
  });

  it('does not follow to where an answer points, and says where that is', async () => {
    const { service, requests } = await world((_, response) => {
      response.writeHead(308, { location: 'https://bourse.example/' }).end();
    });
    const sent = service.send([TRADE], keep);
    await expect(sent).rejects.toBeInstanceOf(ImportError);
    await expect(sent).rejects.toThrow('it points to https://bourse.example/');
    await expect(service.states(['a'])).rejects.toThrow('it points to https://bourse.example/');
    expect(requests).toHaveLength(2);
  });

  it('ends at once when the import is stopped', async () => {
    const stopped = new ImportError('stopped');
    const { service, stopping } = await world(() => {
      stopping.abort(stopped);
    });
    await expect(service.send([TRADE], keep)).rejects.toBe(stopped);
    await expect(service.states(['r'])).rejects.toBe(stopped);
  });
});

describe('a look at requests and trades', () => {
  it('tells where requests stand', async () => {
    const { service, requests } = await world((_, response) => {
      const items = [
        { request_id: 'a', status: 'PENDING', failure_reason: null },
        { request_id: 'b', status: 'FAILED', failure_reason: 'version-superseded' },
      ];
      json(response, { items });
    });
    const states = await service.states(['a', 'b', 'c']);
    expect([...states]).toEqual([
      ['a', { status: 'PENDING' }],
      ['b', { status: 'FAILED', reason: 'version-superseded' }],
    ]);
    expect(requests[0]?.path).toBe('/api/v1/requests?ids=a%2Cb%2Cc');
  });

  it('finds a version among many pages, and compares all of it but a created date that was left open', async () => {
    const { service, requests } = await world((request, response) => {
      const isFirst = !(request.url ?? '').includes('cursor');
      const page = isFirst
        ? { items: [{ ...STORED, version: 3 }], next_cursor: 'behind 3' }
        : { items: [STORED], next_cursor: 'behind 2' };
      json(response, page);
    });
    expect(await service.isStored(TRADE)).toBe(true);
    expect(requests.map(({ path }) => path)).toEqual([
      '/api/v1/trades/T%2F1?limit=500',
      '/api/v1/trades/T%2F1?limit=500&cursor=behind%203',
    ]);
    expect(await service.isStored({ ...TRADE, createdDate: '2026-06-15' })).toBe(true);
    for (const other of [
      { createdDate: '2026-06-16' },
      { bookId: 'C' },
      { counterpartyId: 'C' },
      { maturityDate: '2100-01-01' },
    ]) {
      expect(await service.isStored({ ...TRADE, ...other })).toBe(false);
    }
  });

  it.each(['<html>', '{}'])('is not answered by %s', async (text) => {
    const { service } = await world((_, response) => {
      const type = text === '{}' ? 'application/json' : 'text/html';
      response.writeHead(200, { 'content-type': type }).end(text);
    });
    await expect(service.states(['a'])).rejects.toThrow(/what answers is not Bourse.* See --url/);
    await expect(service.isStored(TRADE)).rejects.toBeInstanceOf(ImportError);
  });

  it('that breaks off is worth trying again', async () => {
    const { service } = await world((_, response) => {
      response.writeHead(200, JSON_TYPE).write('{"items":[', () => response.destroy());
    });
    await expect(service.states(['a'])).rejects.toBeInstanceOf(Unavailable);
  });

  it('does not find a version that is not there', async () => {
    const { service } = await world((_, response) => {
      const items = [3, 1].map((version) => ({ ...STORED, version }));
      json(response, { items, next_cursor: 'more' });
    });
    expect(await service.isStored(TRADE)).toBe(false);
    const { service: empty } = await world((_, response) => {
      response.writeHead(404, PROBLEM_TYPE).end('{"type":"urn:bourse:problem:unknown-trade"}');
    });
    expect(await empty.isStored(TRADE)).toBe(false);
    const { service: elsewhere } = await world((_, response) => response.writeHead(404).end());
    await expect(elsewhere.isStored(TRADE)).rejects.toThrow('no Bourse');
  });
});
