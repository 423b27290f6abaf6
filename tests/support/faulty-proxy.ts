import { once } from 'node:events';
import type { NetConnectOpts, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/**
 * What a network does to bytes: hand them on; hand them on later, or a few at a time; lose them without a word, for ever on the connections
 * of that time; or break and refuse every connection.
 */
export type NetworkFault =
  | { readonly kind: 'none' }
  | { readonly kind: 'latency'; readonly delayMs: number }
  | { readonly kind: 'trickle'; readonly bytes: number; readonly everyMs: number }
  | { readonly kind: 'half-open' }
  | { readonly kind: 'cut' };

/** Stands between clients and a server, on a port of its own, and does to their connections what it is told. */
export interface FaultyProxy {
  readonly port: number;
  /** Leads connections to a server from now on. */
  lead(target: NetConnectOpts): void;
  /** Begins a fault and ends the one before. */
  set(fault: NetworkFault): void;
  close(): Promise<void>;
}

interface Link {
  readonly ends: readonly [Socket, Socket];
  /** Once bytes were lost the rest of a connection means nothing. */
  dead: boolean;
}

/** Starts a proxy that leads nowhere yet. */
export async function startFaultyProxy(): Promise<FaultyProxy> {
  let fault: NetworkFault = { kind: 'none' };
  let target: NetConnectOpts | undefined;
  const links = new Set<Link>();
  const current = (): NetworkFault => fault;

  /** Hands bytes on one after another, as the fault of the moment says; reading waits meanwhile. */
  function handOn(link: Link, from: Socket, to: Socket): void {
    const pass = async (chunk: Buffer): Promise<void> => {
      let rest = chunk;
      while (rest.length > 0 && !link.dead && !to.destroyed) {
        const now = current();
        if (now.kind === 'half-open') link.dead = true;
        else if (now.kind === 'trickle') {
          to.write(rest.subarray(0, now.bytes));
          rest = rest.subarray(now.bytes);
          await pause(now.everyMs);
        } else {
          if (now.kind === 'latency') await pause(now.delayMs);
          to.write(rest);
          rest = Buffer.alloc(0);
        }
      }
    };
    from.on('data', (chunk: Buffer) => {
      from.pause();
      void pass(chunk).then(() => from.resume());
    });
  }

  const server = createServer({ allowHalfOpen: false }, (client) => {
    client.on('error', () => undefined);
    if (fault.kind === 'cut' || target === undefined) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(target);
    const link: Link = { ends: [client, upstream], dead: false };
    links.add(link);
    for (const [end, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      end.setNoDelay(true);
      // An end that is cut off is not an error here.
      end.on('error', () => undefined);
      end.on('close', () => {
        links.delete(link);
        // Of a connection that is half open the other side hears nothing.
        if (!link.dead || end === client) other.destroy();
      });
      handOn(link, end, other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the proxy listens on no port');

  const cutAll = (): void => {
    for (const { ends } of links) for (const end of ends) end.destroy();
  };
  return {
    port: address.port,
    lead(next) {
      target = next;
    },
    set(next) {
      fault = next;
      if (next.kind === 'cut') cutAll();
      // Also those on which nobody says anything meanwhile.
      if (next.kind === 'half-open') for (const link of links) link.dead = true;
    },
    async close() {
      server.close();
      cutAll();
      await once(server, 'close');
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
