import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Shape } from './schemas/shape-schema.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';

const MEBIBYTE = 1_048_576;
const HEAD = 'POST /length HTTP/1.1\r\nhost: bourse\r\ncontent-type: application/json\r\n';
const CHUNKED = `${HEAD}transfer-encoding: chunked\r\n\r\n`;

/** A server that answers how long a text is, and a connection to it; `before` is waited for before it reads the body. */
async function connected(before: (request: FastifyRequest) => Promise<void> = async () => undefined) {
  const { app, logged } = await createMemoryHttpApp({}, (http) => {
    const schema = { body: Shape({ text: Type.String() }) };
    http.post<{ Body: { text: string } }>(
      '/length',
      { config: { access: 'public' }, schema, onRequest: before },
      async ({ body }) => body.text.length,
    );
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => app.close());
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const asked = once(app.server, 'request');
  return { socket, logged, asked };
}

/** What comes back until the connection is closed or the answer is whole. */
async function answerOn(socket: Socket): Promise<string> {
  let received = '';
  for await (const part of socket) {
    received += String(part);
    if (/\r\n\r\n./s.test(received)) return received;
  }
  return received;
}

/** A body of so many bytes, and the length of its text. */
function bodyOf(bytes: number): { readonly body: string; readonly length: number } {
  const length = bytes - '{"text":""}'.length;
  return { body: JSON.stringify({ text: 'x'.repeat(length) }), length };
}

/** What the log is told of a connection that has ended. */
const NOTED = ['info', { method: 'POST', route: '/length' }, 'the connection ended before the request was answered'];

const chunk = (part: string) => `${part.length.toString(16)}\r\n${part}\r\n`;

describe('a body', () => {
  it('may come in pieces, behind its head', async () => {
    const { socket, asked } = await connected();
    socket.write(`${HEAD}content-length: 15\r\n\r\n{"text":`);
    await asked;
    socket.write('"four"}');
    expect(await answerOn(socket)).toMatch(/^HTTP\/1.1 200 .*\r\n\r\n4$/s);
  });

  it('may be as long as a mebibyte, and come in chunks', async () => {
    const { socket } = await connected();
    const { body, length } = bodyOf(MEBIBYTE);
    socket.write(`${CHUNKED}${chunk(body.slice(0, 500_000))}${chunk(body.slice(500_000))}0\r\n\r\n`);
    expect(await answerOn(socket)).toMatch(new RegExp(`^HTTP/1.1 200 .*\r\n\r\n${length}$`, 's'));
  });

  it('that is whole leaves its connection to the next one', async () => {
    const { socket } = await connected();
    socket.write(`${CHUNKED}${chunk('{"text":"a"}')}0\r\n\r\n${CHUNKED}0\r\n\r\n${HEAD}connection: close\r\n`);
    socket.write('content-length: 15\r\n\r\n{"text":"four"}');
    const statuses = [...(await text(socket)).matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status]) => status);
    expect(statuses).toEqual(['200', '400', '200']);
  });

  it('that is longer is refused as soon as that shows, and the connection is closed', async () => {
    const { socket } = await connected();
    socket.write(`${CHUNKED}${chunk(bodyOf(MEBIBYTE + 1).body)}`);
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('connection: close');
    expect(answer).toContain('urn:bourse:problem:body-too-large');
  });

  it('that says that it is longer is refused before it has come', async () => {
    const { socket } = await connected();
    socket.write(`${HEAD}content-length: ${MEBIBYTE + 1}\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1.1 413 /);
  });

  it('whose sender has left before anybody reads it is noted', async () => {
    const arrived = Promise.withResolvers<Socket>();
    const { socket, logged } = await connected(async (request) => {
      arrived.resolve(request.raw.socket);
      await once(request.raw.socket, 'close');
    });
    socket.write(`${HEAD}content-length: 15\r\n\r\n{"text":`);
    await arrived.promise;
    socket.destroy();
    await expect.poll(() => logged, { interval: 5, timeout: 10_000 }).toMatchObject([NOTED]);
  });

  it('whose sender leaves is noted, and is no failure', async () => {
    const { socket, asked, logged } = await connected();
    socket.write(`${HEAD}content-length: 15\r\n\r\n{"text":`);
    await asked;
    socket.destroy();
    await expect.poll(() => logged, { interval: 5, timeout: 10_000 }).toMatchObject([NOTED]);
  });
});
