import { setTimeout as delay } from 'node:timers/promises';
import { startServer } from './start-server.ts';
import type { ServerPlan } from './server-site.ts';
import type { RunningServer } from './start-server.ts';

/** A server that is restarted whenever it ends, until it is stopped. */
export interface KeptServer {
  /** Process id of the server; another one after each restart. */
  readonly pid: number;
  /** Shuts it down and resolves once its processes are gone. */
  stop(): Promise<void>;
}

const firstDelayMs = 100;
/** A server that cannot start (a full disk, say) is tried this often for as long as Bourse lives: it may be cured. */
const longestDelayMs = 5000;

/** Starts the server, which may throw `start-failed`, and from then on keeps it running. */
export async function keepServerRunning(plan: ServerPlan): Promise<KeptServer> {
  const stopping = new AbortController();
  let server: RunningServer | undefined = await startServer(plan, stopping.signal);
  let pid = server.pid;
  const watching = watch();

  async function watch(): Promise<void> {
    while (server !== undefined) {
      // It may have become ready at the moment when it was to be stopped.
      if (stopping.signal.aborted) end(server);
      const { exitCode } = await server.process.ended;
      if (stopping.signal.aborted) return;
      plan.onEvent({ kind: 'server-died', exitCode, message: diedMessage(pid, exitCode) });
      server = await restart(plan, stopping.signal);
      pid = server?.pid ?? pid;
    }
  }

  return {
    get pid() {
      return pid;
    },
    async stop() {
      stopping.abort();
      if (server !== undefined) end(server);
      await watching;
    },
  };
}

function end(server: RunningServer): void {
  server.process.keepAlive(true);
  server.process.end();
}

async function restart(plan: ServerPlan, stopping: AbortSignal): Promise<RunningServer | undefined> {
  let delayMs = firstDelayMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const server = await startServer(plan, stopping);
      plan.onEvent({ kind: 'restarted', pid: server.pid, attempts: attempt, message: restartedMessage(server.pid) });
      return server;
    } catch (error) {
      if (stopping.aborted) return undefined;
      const reason = error instanceof Error ? error.message : String(error);
      plan.onEvent({ kind: 'restart-failed', attempt, delayMs, message: `${reason} Next attempt in ${delayMs} ms.` });
    }
    if (!(await pause(delayMs, stopping))) return undefined;
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }
}

/** Whether the time passed without the signal. */
async function pause(delayMs: number, stopping: AbortSignal): Promise<boolean> {
  try {
    await delay(delayMs, undefined, { signal: stopping, ref: false });
    return true;
  } catch (error) {
    if (stopping.aborted) return false;
    throw error;
  }
}

function diedMessage(pid: number, exitCode: number | undefined): string {
  const signal = exitCode !== undefined && exitCode > 128 ? ` (signal ${exitCode - 128})` : '';
  return `The database server, process ${pid}, ended with code ${exitCode ?? 'unknown'}${signal}; it is being restarted.`;
}

function restartedMessage(pid: number): string {
  return `The database server is running again as process ${pid}.`;
}
