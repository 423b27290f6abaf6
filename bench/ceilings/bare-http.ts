import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A bare `node:http` server in a process of its own, which answers 202 to everything. */
export interface BareHttp {
  readonly pid: number;
  readonly port: number;
  stop(): void;
}

/** Starts the server. Rejects when it cannot listen. */
export async function startBareHttp(): Promise<BareHttp> {
  const child = fork(new URL('bare-http-server.ts', import.meta.url));
  const [port] = (await once(child, 'message')) as [number];
  return {
    pid: child.pid ?? 0,
    port,
    stop() {
      if (child.connected) child.disconnect();
    },
  };
}
