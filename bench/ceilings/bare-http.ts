import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A server in a process of its own, which answers 202 and keeps nothing. */
export interface BareHttp {
  readonly pid: number;
  readonly port: number;
  stop(): void;
}

/** Starts bare `node:http`, which answers everything. Rejects when it cannot listen. */
export function startBareHttp(): Promise<BareHttp> {
  return start(new URL('bare-http-server.ts', import.meta.url));
}

/** Starts the HTTP library of Bourse, which reads a trade and checks it by the schema. Rejects when it cannot listen. */
export function startCheckedHttp(): Promise<BareHttp> {
  return start(new URL('checked-http-server.ts', import.meta.url));
}

async function start(program: URL): Promise<BareHttp> {
  const child = fork(program);
  const [port] = (await once(child, 'message')) as [number];
  return {
    pid: child.pid ?? 0,
    port,
    stop() {
      if (child.connected) child.disconnect();
    },
  };
}
