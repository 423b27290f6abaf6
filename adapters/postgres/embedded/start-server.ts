import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterPath } from './cluster-path.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import type { ServerSite } from './initialise-cluster.ts';
import { endLeftoverServers } from './leftover-servers.ts';
import { askServer, createDatabase } from './server-connection.ts';
import type { EmbeddedPostgresConnection } from './server-connection.ts';
import { serverArguments } from './server-settings.ts';
import type { ServerListening } from './server-settings.ts';
import { startSupervised } from './supervised-process.ts';
import type { SupervisedProcess } from './supervised-process.ts';

/** A site with database files, and how its server is reached. */
export interface ServerPlan extends ServerSite {
  readonly connection: EmbeddedPostgresConnection;
  readonly listening: ServerListening;
}

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
 * Throws `start-failed` with what the server said last.
 */
export async function startServer(plan: ServerPlan, signal: AbortSignal): Promise<RunningServer> {
  for (let attempt = 1; ; attempt += 1) {
    await endLeftoverServers(plan.layout, plan.connection.host, plan.onEvent);
    signal.throwIfAborted();
    const logPosition = plan.log.position();
    const server = await launch(plan);
    try {
      await untilReady(plan, server, signal);
      return { pid: serverPid(plan), process: server };
    } catch (error) {
      server.end();
      const { exitCode } = await server.ended;
      signal.throwIfAborted();
      const said = plan.log.since(logPosition);
      if (attempt >= lockAttempts || !isLockedOut(said)) throw startFailed(plan, exitCode, said, error);
      plan.onEvent({ kind: 'retrying-start', attempt, delayMs: lockRetryMs, message: retryMessage(plan, attempt) });
    }
    await delay(lockRetryMs);
  }
}

function launch(plan: ServerPlan): Promise<SupervisedProcess> {
  return startSupervised({
    program: plan.binaries.postgres,
    args: serverArguments(clusterPath(plan.layout.cluster, plan.user), plan.listening),
    directory: plan.layout.cluster,
    user: plan.user,
    output: plan.log.descriptor,
  });
}

async function untilReady(plan: ServerPlan, server: SupervisedProcess, signal: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  let toldAtMs = 0;
  for (let waitMs = 5; ; waitMs = Math.min(waitMs * 1.3, 100)) {
    signal.throwIfAborted();
    if (server.ending() !== undefined) throw new Error('the server ended');
    const answer = await askServer(plan.connection);
    if (answer === 'ready') return;
    if (answer === 'no-database') await createDatabase(plan.connection);
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs > readyTimeoutMs) throw new Error('the server was not ready in time');
    if (elapsedMs - toldAtMs > tellEveryMs) {
      toldAtMs = elapsedMs;
      const seconds = Math.round(elapsedMs / 1000);
      const message = `The database has been starting for ${seconds} s; after a crash it first recovers what was committed.`;
      plan.onEvent({ kind: 'recovering', elapsedMs, message });
    }
    await delay(waitMs);
  }
}

function serverPid(plan: ServerPlan): number {
  const [firstLine] = readFileSync(join(plan.layout.cluster, 'postmaster.pid'), 'utf8').split('\n');
  return Number(firstLine);
}

function isLockedOut(said: string): boolean {
  return /lock file ".*" already exists|pre-existing shared memory block/.test(said);
}

function retryMessage(plan: ServerPlan, attempt: number): string {
  return `The database in ${plan.layout.cluster} is still locked by its former server; attempt ${attempt} of ${lockAttempts}.`;
}

function startFailed(plan: ServerPlan, exitCode: number | undefined, said: string, cause: unknown): Error {
  if (exitCode === 126 || exitCode === 127) {
    return new EmbeddedPostgresError(
      'no-binaries',
      `${plan.binaries.postgres} cannot be run on this machine: ${said}. It needs a system with the GNU C library. ` +
        'Set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
  return new EmbeddedPostgresError(
    'start-failed',
    `The database in ${plan.layout.cluster} did not start (exit code ${exitCode ?? 'unknown'}). ` +
      `Its log is ${plan.log.path}; it ends with: ${said}`,
    { cause },
  );
}
