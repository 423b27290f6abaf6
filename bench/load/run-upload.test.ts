import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { runUpload } from './run-upload.ts';
import type { UploadJob } from './upload-job.ts';

const CONTENT = {
  run: 'run',
  hasOvertaken: false,
  books: ['B1', 'B2'],
  counterparties: ['C1'],
  maturities: ['2030-01-01'],
};
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that reads the whole body and answers what it is told to. */
async function server(answer: (body: string) => { readonly status: number; readonly text: string }): Promise<number> {
  const http = createServer((request, response) => {
    void text(request).then((body) => {
      const { status, text: said } = answer(body);
      response.writeHead(status).end(said);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    http.close();
    http.closeAllConnections();
  });
  return (http.address() as AddressInfo).port;
}

function job(port: number): UploadJob {
  return { port, token: 't', content: CONTENT, lines: 1_234 };
}

it('sends every line once, in order, and reads what became of them', async () => {
  const port = await server((body) => {
    const trades = body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { trade_id: string });
    const inOrder = trades.every(({ trade_id: id }, index) => id === `run-${index}`);
    const lines = trades.map((_, index) => `{"line":${index + 1},"request_id":"r${index}"}\n`).join('');
    return { status: 202, text: `${lines}{"accepted":${inOrder ? trades.length : 0},"rejected":0}\n` };
  });
  const result = await runUpload(job(port));
  expect(result).toMatchObject({ status: 202, answered: 1_234, accepted: 1_234, rejected: 0, problem: null });
  expect(result.requestIds).toContain('r0');
});

it('tells what the server said when it is no totals, or more than totals', async () => {
  const refused = await runUpload(job(await server(() => ({ status: 503, text: '{"title":"busy"}' }))));
  expect(refused).toMatchObject({ status: 503, accepted: 0, problem: '{"title":"busy"}' });
  const stopped = await runUpload(
    job(
      await server(() => ({
        status: 202,
        text: '{"line":1,"request_id":"r"}\n{"accepted":1,"rejected":0,"problem":{}}\n',
      })),
    ),
  );
  expect(stopped).toMatchObject({ answered: 1, accepted: 1, problem: '{"accepted":1,"rejected":0,"problem":{}}' });
});
