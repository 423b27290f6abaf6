import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { dieWithUs } from './die-with-us.ts';
import { freePort } from './free-port.ts';

/** Bourse as a user starts it: the real command in a process of its own. */
export interface BourseProcess {
  readonly pid: number;
  /** Where it answers: the API, or health and metrics of a role without it. */
  readonly port: number;
  /** From the start of the process to the first 200 of /api/v1/health/ready, milliseconds. */
  readonly readyAfterMs: number;
  /** Resolves when everything has started, with the users of the demo where there is one; a signal before that kills it. */
  readonly whenUp: Promise<unknown>;
  /** Drains and stops it; kills it when that takes too long. */
  stop(): Promise<void>;
}

/** How it is started. */
export interface BourseStart {
  /** The role of the process (all of them, with an embedded database). */
  readonly role?: 'api' | 'worker' | 'feed';
  readonly dataDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly demo: boolean;
  /** Options for Node, such as --cpu-prof. */
  readonly nodeOptions?: readonly string[];
}

/** As in the scripts of package.json (docs/adr/0024-die-young.md). */
const NODE_OPTIONS = ['--max-semi-space-size=32'];
const PROGRAM = fileURLToPath(new URL('../../entrypoints/cli/bourse.ts', import.meta.url));
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 40_000;
const POLL_MS = 5;
const INTERRUPTED_MS = 3_000;

/** Everything running, so that nothing is left behind when the benchmark ends early. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    for (const child of running) child.kill('SIGTERM');
    // Time for the database to be shut down, so that its files can be removed.
    setTimeout(() => process.exit(1), running.size === 0 ? 0 : INTERRUPTED_MS);
  });
}

/** Starts Bourse and waits until it is ready. Throws with what it said when it ends before. */
export async function startBourse(start: BourseStart): Promise<BourseProcess> {
  const port = await freePort();
  const startMs = performance.now();
  const child = spawn(
    process.execPath,
    [...NODE_OPTIONS, ...(start.nodeOptions ?? []), PROGRAM, start.role ?? 'start', ...(start.demo ? ['--demo'] : [])],
    {
      env: environmentOf(start, port),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  dieWithUs(child);
  running.add(child);
  child.stdout.resume();
  const exited = once(child, 'exit').then(() => running.delete(child));
  const whenUp = start.demo ? greeting(child) : Promise.resolve();
  await untilReady(child, port);
  return {
    pid: child.pid ?? 0,
    port,
    readyAfterMs: performance.now() - startMs,
    whenUp,
    async stop() {
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(kill);
    },
  };
}

/** The demo says so on standard output when it is up. What is said there otherwise is read and dropped. */
function greeting({ stdout }: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    let said = '';
    stdout?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-1_000);
      if (said.includes('Bourse is running at')) resolve();
    });
  });
}

/** Nothing of the caller's own configuration reaches it. */
function environmentOf({ role, dataDirectory, environment }: BourseStart, port: number): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    TMPDIR,
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    BOURSE_DATA_DIR: dataDirectory,
    [role === 'worker' || role === 'feed' ? 'BOURSE_HEALTH_PORT' : 'BOURSE_PORT']: String(port),
    ...environment,
  };
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  const deadlineMs = performance.now() + READY_TIMEOUT_MS;
  while (!(await answersReady(port))) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`Bourse ended (${child.exitCode ?? child.signalCode}) before it was ready`);
    }
    if (performance.now() > deadlineMs) throw new Error(`Bourse was not ready after ${READY_TIMEOUT_MS} ms`);
    await delay(POLL_MS);
  }
}

function answersReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/api/v1/health/ready', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('error', () => {
      resolve(false);
    });
  });
}
