import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request as startRequest } from 'node:http';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** Spreads requests over those servers that say they are ready, as a load balancer in front of the API does. */
export interface Balancer {
  readonly url: string;
  /** Takes servers in; each gets requests as long as it is ready. */
  add(url: string): void;
  remove(url: string): void;
  /** How many of its servers are ready. */
  ready(): number;
  /** How many requests each server has answered. */
  answered(): ReadonlyMap<string, number>;
  /** What clients were told or suffered that they should not notice of a restart: a 5xx, an answer that broke off, nobody there. */
  failures(): readonly string[];
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 50;

/** Starts a balancer with no server behind it. */
export async function startBalancer(): Promise<Balancer> {
  const servers = new Map<string, { ready: boolean }>();
  const answered = new Map<string, number>();
  const failures: string[] = [];
  const agent = new Agent({ keepAlive: true });
  const tunnels = new Set<Socket | Duplex>();
  let turn = 0;
  let closed = false;

  function next(): string | undefined {
    const ready = [...servers].flatMap(([url, server]) => (server.ready ? [url] : []));
    turn += 1;
    return ready[turn % ready.length];
  }

  function forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const what = `${incoming.method ?? ''} ${incoming.url ?? ''}`;
    const target = next();
    const fail = (why: string): void => {
      failures.push(`${what}: ${why}`);
      if (!outgoing.headersSent) outgoing.writeHead(502).end('{}');
      else outgoing.destroy();
    };
    if (target === undefined) {
      fail('no server is ready');
      return;
    }
    const { method, headers } = incoming;
    const upstream = startRequest(new URL(incoming.url ?? '/', target), { method, headers, agent }, (answer) => {
      const status = answer.statusCode ?? 0;
      if (status >= 500) failures.push(`${what}: ${status} from ${target}`);
      answered.set(target, (answered.get(target) ?? 0) + 1);
      const { connection: _ours, ...rest } = answer.headers;
      outgoing.writeHead(status, rest);
      answer.once('error', (error) => fail(String(error)));
      answer.pipe(outgoing);
    });
    upstream.once('error', (error) => fail(`${String(error)} from ${target}`));
    incoming.pipe(upstream);
  }

  /** A WebSocket: from here on only bytes. When it ends its client comes back. */
  function tunnel(incoming: IncomingMessage, client: Duplex, head: Buffer): void {
    const target = next();
    if (target === undefined) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(new URL(target).port), '127.0.0.1', () => {
      const lines = incoming.rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`));
      upstream.write(`GET ${incoming.url ?? '/'} HTTP/1.1\r\n${lines.join('')}\r\n`);
      upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    for (const [end, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      tunnels.add(end);
      // An end that is cut off is not an error here.
      end.on('error', () => undefined);
      end.on('close', () => {
        tunnels.delete(end);
        other.destroy();
      });
    }
  }

  async function look(): Promise<void> {
    while (!closed) {
      await Promise.all([...servers].map(async ([url, server]) => (server.ready = await isReady(url))));
      await delay(LOOK_EVERY_MS);
    }
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, forward);
  server.on('upgrade', tunnel);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the balancer listens on no port');
  const looking = look();
  return {
    url: `http://127.0.0.1:${address.port}`,
    add: (url) => void servers.set(url, { ready: false }),
    remove: (url) => void servers.delete(url),
    ready: () => [...servers.values()].filter(({ ready }) => ready).length,
    answered: () => answered,
    failures: () => failures,
    async close() {
      closed = true;
      await looking;
      for (const end of tunnels) end.destroy();
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await once(server, 'close');
    },
  };
}

/** What a server says of itself; one that does not answer is not ready. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/api/v1/health/ready`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}
