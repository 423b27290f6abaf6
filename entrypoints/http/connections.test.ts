import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TestTrader } from './testing/callers.ts';
import { registeredTrader } from './testing/callers.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';

const config = { access: 'public' } as const;
const asking = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: bourse\r\n\r\n`;

/** A server that answers /slow/… only when it is told to, and a connection to it. */
async function connected(extend: (app: FastifyInstance) => void = () => undefined) {
  const slow: FastifyReply[] = [];
  const { app } = await createMemoryHttpApp({}, (http) => {
    http.get('/slow/:number', { config }, (_request, reply) => void slow.push(reply));
    extend(http);
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => app.close());
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const asked = (count: number) => expect.poll(() => slow.length, { interval: 5, timeout: 10_000 }).toBe(count);
  return { app, socket, slow, asked };
}

/** The answers on a connection until it is closed: status and content of each. */
async function answersOn(socket: Socket): Promise<readonly (readonly [status: string | undefined, content: string])[]> {
  const answers = (await text(socket)).split(/(?=HTTP\/1.1 )/);
  return answers.map((answer) => [/^HTTP\/1.1 (\d+)/.exec(answer)?.[1], answer.slice(answer.indexOf('\r\n\r\n') + 4)]);
}

describe('requests on one connection', () => {
  it('come from whom each of them shows, whatever was shown before', async () => {
    const { app, socket } = await connected();
    const [ada, bob] = [await registeredTrader(app, 'ada'), await registeredTrader(app, 'bob')];
    const asking = (...headers: readonly string[]): string =>
      ['GET /api/v1/auth/profile HTTP/1.1', 'host: bourse', ...headers, '', ''].join('\r\n');
    const by = ({ headers }: TestTrader): string => `authorization: ${headers.authorization}`;
    const key = 'x-api-key: bourse_0000000000000000000000000000000000000000000';
    const requests = [
      [by(ada)],
      [by(ada)],
      [by(bob)],
      ['authorization: Bearer'],
      [by(ada)],
      [by(ada), key],
      [by(bob)],
      [],
    ];
    socket.write(requests.map((headers) => asking(...headers)).join(''));
    socket.write(asking('connection: close'));
    const answers = await answersOn(socket);
    const known = answers.map(([status, content]) => [status, (JSON.parse(content) as { user_id?: string }).user_id]);
    const refused = ['401', undefined];
    const [asAda, asBob] = [
      ['200', ada.userId],
      ['200', bob.userId],
    ];
    expect(known).toEqual([asAda, asAda, asBob, refused, asAda, refused, asBob, refused, refused]);
  });
});

describe('what is no request', () => {
  it('is answered behind the requests that came before it', async () => {
    const { app, socket, slow, asked } = await connected();
    const failed = once(app.server, 'clientError');
    socket.write(`${asking('/slow/1')}${asking('/slow/2')}NONSENSE\r\n\r\n`);
    await asked(2);
    await failed;
    const again = once(app.server, 'clientError');
    socket.write('and more of it\r\n\r\n');
    await again;
    slow[1]?.send('second');
    slow[0]?.send('first');
    expect(await answersOn(socket)).toEqual([
      ['200', 'first'],
      ['200', 'second'],
      ['400', expect.stringContaining('urn:bourse:problem:malformed-request')],
    ]);
  });

  it('in the middle of a request gets no second answer where one has begun', async () => {
    const live = new Readable({ read: () => undefined });
    const { app, socket } = await connected((http) => {
      http.register(async (own) => {
        own.removeAllContentTypeParsers();
        own.addContentTypeParser('application/json', (_request, _body, done) => {
          done(null, null);
        });
        own.post('/live', { config }, (_request, reply) => reply.type('text/plain').send(live));
      });
    });
    socket.write('POST /live HTTP/1.1\r\nhost: bourse\r\ncontent-type: application/json\r\n');
    socket.write('transfer-encoding: chunked\r\n\r\n');
    live.push('begun');
    const [begun] = (await once(socket, 'data')) as [Buffer];
    const failed = once(app.server, 'clientError');
    socket.write('no chunk\r\n');
    await failed;
    expect(`${begun.toString()}${await text(socket)}`).toMatch(/^HTTP\/1.1 200 .*begun\r\n$/s);
  });
});

describe('a request that comes while the server closes', () => {
  it('on a connection that is busy is refused like when a part is away', async () => {
    const closing = Promise.withResolvers<undefined>();
    const { app, socket, slow, asked } = await connected((http) => {
      http.addHook('preClose', (done) => {
        closing.resolve(undefined);
        done();
      });
    });
    socket.write(asking('/slow/1'));
    await asked(1);
    const closed = app.close();
    await closing.promise;
    const late = once(app.server, 'request');
    socket.write(asking('/slow/2'));
    await late;
    slow[0]?.send('first');
    const answers = await text(socket);
    await closed;
    expect(answers).toMatch(/^HTTP\/1.1 200 .*first/s);
    const [, second = ''] = answers.split(/(?=HTTP\/1.1 503)/);
    expect(second).toMatch(/\r\nretry-after: 1\r\n/i);
    expect(second).toMatch(/\r\nconnection: close\r\n/i);
    expect(second).toMatch(/\r\ncontent-type: application\/problem\+json\r\n/i);
    expect(second).toMatch(/\r\nx-correlation-id: /i);
    expect(second).toContain('"type":"urn:bourse:problem:unavailable"');
    expect(slow).toHaveLength(1);
  });
});
