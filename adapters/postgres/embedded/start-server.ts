import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterPath } from './cluster-path.ts';
import { hasErrorCode } from './has-error-code.ts';
import { endLeftoverServerByPgCtl } from './leftover-server-by-pg-ctl.ts';
import { endLeftoverServers } from './leftover-servers.ts';
import { prepareDatabase } from './server-connection.ts';
import { serverName } from './server-processes.ts';
import { serverArguments } from './server-settings.ts';
import type { ServerPlan } from './server-site.ts';
import { startFailure } from './start-failure.ts';
import { startSupervised } from './supervised-process.ts';
import type { SupervisedProcess } from './supervised-process.ts';

/** A server that answers. */
export interface RunningServer {
  readonly pid: number;
  readonly process: SupervisedProcess;
}

/** A recovery replays at most `max_wal_size`, which takes a minute or so; beyond this something is wrong. */
const readyTimeoutMs = 10 * 60_000;
const tellEveryMs = 5000;
/** Locks of an earlier server can outlive it for a second or two. */
const lockAttempts = 20;
const lockRetryMs = 250;

/**
 * Ends what is left of an earlier server, starts one, and waits until its database can be used. Ends it again when the
 * signal is given meanwhile.
 *
 * Throws `start-failed` with what the server said last, or `no-binaries` if it cannot be run at all.
 */
export async function startServer(plan: ServerPlan, signal: AbortSignal): Promise<RunningServer> {
  for (let attempt = 1; ; attempt += 1) {
    await endLeftovers(plan);
    signal.throwIfAborted();
    const logPosition = plan.log.position();
    const server = await launch(plan);
    server.keepAlive(true);
    try {
      const pid = await untilReady(plan, server, signal);
      server.keepAlive(false);
      return { pid, process: server };
    } catch (cause) {
      server.end();
      const { exitCode } = await server.ended;
      signal.throwIfAborted();
      const said = plan.log.since(logPosition);
      if (attempt >= lockAttempts || !isLockedOut(said)) throw failure(plan, { exitCode, said, cause });
    }
    plan.onEvent({ kind: 'retrying-start', attempt, delayMs: lockRetryMs, message: retryMessage(plan, attempt) });
    await delay(lockRetryMs);
  }
}

async function endLeftovers(plan: ServerPlan): Promise<void> {
  if (process.platform === 'linux') await endLeftoverServers(plan.layout, plan.connection.host, plan.onEvent);
  else await endLeftoverServerByPgCtl(plan);
}

function launch(plan: ServerPlan): Promise<SupervisedProcess> {
  const { cluster } = plan.layout;
  return startSupervised({
    program: plan.binaries.postgres,
    args: serverArguments(clusterPath(cluster, plan.user), serverName(cluster), plan.listening),
    directory: cluster,
    user: plan.user,
    output: plan.log.descriptor,
  });
}

/** Resolves to the process id of the server. */
async function untilReady(plan: ServerPlan, server: SupervisedProcess, signal: AbortSignal): Promise<number> {
  const startedAt = performance.now();
  let toldAtMs = 0;
  for (let waitMs = 5; ; waitMs = Math.min(waitMs * 1.3, 100)) {
    signal.throwIfAborted();
    if (server.ending() !== undefined) throw new Error('the server ended');
    const pid = announcedPid(plan);
    if (pid !== undefined && (await prepareDatabase(plan.connection)) === 'ready') return pid;
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs > readyTimeoutMs) throw new Error('the server was not ready in time');
    if (elapsedMs - toldAtMs > tellEveryMs) {
      toldAtMs = elapsedMs;
      plan.onEvent({ kind: 'recovering', elapsedMs, message: recoveringMessage(elapsedMs) });
    }
    await delay(waitMs);
  }
}

/** The process id in PostgreSQL's lock file, once its eighth line says that connections are taken. */
function announcedPid(plan: ServerPlan): number | undefined {
  try {
    const lines = readFileSync(join(plan.layout.cluster, 'postmaster.pid'), 'utf8').split('\n');
    return lines[7]?.trim() === 'ready' ? Number(lines[0]) : undefined;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isLockedOut(said: string): boolean {
  return /lock file ".*" already exists|pre-existing shared memory block/.test(said);
}

function failure(plan: ServerPlan, ending: { exitCode: number | undefined; said: string; cause: unknown }): Error {
  const what = `The database in ${plan.layout.cluster} did not start`;
  return startFailure({ what, program: plan.binaries.postgres, logPath: plan.log.path, ...ending });
}

function retryMessage(plan: ServerPlan, attempt: number): string {
  return `The database in ${plan.layout.cluster} is still locked by its former server; attempt ${attempt} of ${lockAttempts}.`;
}

function recoveringMessage(elapsedMs: number): string {
  const seconds = Math.round(elapsedMs / 1000);
  return `The database has been starting for ${seconds} s; after a crash it first recovers what was committed.`;
}
