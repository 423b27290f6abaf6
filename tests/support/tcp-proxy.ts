import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** Stands between a client and a server, and cuts their connections when told to. */
export interface TcpProxy {
  /** Where clients connect to, "http://127.0.0.1:…". */
  readonly url: string;
  /** Leads new connections to another server; null to refuse them. */
  lead(url: string | null): void;
  /** Cuts every connection without a goodbye; answers how many there were. */
  cut(): number;
  /** How many connections there are. */
  connections(): number;
  close(): Promise<void>;
}

/** Starts a proxy in front of a server. */
export async function startTcpProxy(url: string | null): Promise<TcpProxy> {
  let target = url;
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((client) => {
    if (target === null) {
      client.destroy();
      return;
    }
    const { hostname, port } = new URL(target);
    const upstream = connect(Number(port), hostname);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    for (const socket of pair) {
      socket.setNoDelay(true);
      // An end that is cut off is not an error here.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        pairs.delete(pair);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the proxy listens on no port');

  const cut = (): number => {
    const cutting = [...pairs];
    for (const [client, upstream] of cutting) {
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    }
    return cutting.length;
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    lead(next) {
      target = next;
    },
    cut,
    connections: () => pairs.size,
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
