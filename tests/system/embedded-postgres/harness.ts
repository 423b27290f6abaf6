import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, vi } from 'vitest';
import { startEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import type { EmbeddedPostgres, EmbeddedPostgresConnection } from '@bourse/postgres/embedded/embedded-postgres.ts';
import type { EmbeddedPostgresEvent } from '@bourse/postgres/embedded/embedded-postgres-event.ts';
import { dieWithUs } from '@bourse/bench/platform/die-with-us.ts';
import { COMPILE_CACHE } from '../../support/compile-cache.ts';
import { copyPreparedDatabase } from '../../support/prepared-database.ts';

export const isRoot = process.geteuid?.() === 0;
export const nobody = isRoot ? userCalled('nobody') : undefined;

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Whether a user may enter this checkout, to run what is in it. */
export function reachesCheckout(user: User): boolean {
  try {
    execFileSync(process.execPath, [fileURLToPath(new URL('./prepare-binaries.ts', import.meta.url))], {
      ...user,
      cwd: '/',
    });
    return true;
  } catch {
    return false;
  }
}

const cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (let step = cleanUp.pop(); step !== undefined; step = cleanUp.pop()) await step();
});

/** A folder that is removed after the test. Only its owner may enter it unless a mode is given. */
export function temporaryFolder(mode = 0o700): string {
  const folder = mkdtempSync(join(tmpdir(), 'bourse-test-'));
  chmodSync(folder, mode);
  cleanUp.push(async () => {
    await until(`the end of all that works in ${folder}`, () => !processNumbers().some((pid) => worksIn(pid, folder)));
    await until(`the removal of ${folder}`, () => {
      rmSync(folder, { recursive: true, force: true });
      return !existsSync(folder);
    });
  });
  return folder;
}

/** A temporary folder, or one of that name in it, with the database files in it already. */
export async function preparedFolder(name = ''): Promise<string> {
  const folder = join(temporaryFolder(), name);
  await copyPreparedDatabase(folder);
  return folder;
}

/** An empty folder that is the one for temporary files until the end of the test. */
export function useTemporaryFolder(): string {
  const folder = temporaryFolder();
  vi.stubEnv('TMPDIR', folder);
  cleanUp.push(() => void vi.unstubAllEnvs());
  return folder;
}

/** A private server in this process that is stopped after the test, with what it has told so far. */
export async function startHere(
  dataDirectory: string,
): Promise<{ server: EmbeddedPostgres; events: EmbeddedPostgresEvent[] }> {
  const events: EmbeddedPostgresEvent[] = [];
  const server = await startEmbeddedPostgres({ dataDirectory, onEvent: (event) => events.push(event) });
  cleanUp.push(() => server.stop());
  return { server, events };
}

export interface BourseLine {
  readonly line: 'event' | 'started' | 'refused' | 'drained' | 'stopped';
  readonly kind?: EmbeddedPostgresEvent['kind'];
  readonly code?: string;
  readonly message?: string;
  readonly serverPid?: number;
  readonly connection?: EmbeddedPostgresConnection;
  readonly answer?: number;
}

export interface BourseProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly lines: readonly BourseLine[];
  /** Waits for a line of one of these kinds; fails if the process ends without it. */
  told(...kinds: BourseLine['line'][]): Promise<BourseLine>;
  readonly ended: Promise<void>;
}

/** Bourse in a process and process group of its own, which is killed after the test. */
export function startBourse(
  dataDirectory: string,
  user?: User,
  program = bourseProgram,
  more: readonly string[] = [],
): BourseProcess {
  const child = spawn(process.execPath, [program, dataDirectory, ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    cwd: '/',
    // Vitest turns the cache off where it counts coverage; in here nothing is counted.
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE: undefined },
    ...user,
  });
  dieWithUs(child);
  const lines: BourseLine[] = [];
  let complaints = '';
  let isOver = false;
  createInterface({ input: child.stdout }).on('line', (text) => lines.push(JSON.parse(text) as BourseLine));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve())).then(() => {
    isOver = true;
  });
  cleanUp.push(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const told = async (...kinds: readonly BourseLine['line'][]): Promise<BourseLine> => {
    const find = (): BourseLine | undefined => lines.find(({ line }) => kinds.includes(line));
    await until(`a line ${kinds.join(' or ')}`, () => isOver || find() !== undefined);
    const found = find();
    if (found === undefined)
      throw new Error(`ended without ${kinds.join(' or ')}: ${JSON.stringify(lines)} ${complaints}`);
    return found;
  };
  return { child, pid: child.pid!, lines, told, ended };
}

/** Bourse where there are no Unix sockets. */
export function startBourseOnLoopback(dataDirectory: string, user?: User): BourseProcess {
  return startBourse(dataDirectory, user, bourseProgram, ['loopback']);
}

const bourseProgram = fileURLToPath(new URL('./bourse-process.ts', import.meta.url));

/** Rows of one statement. */
export async function query<Row extends pg.QueryResultRow>(
  connection: EmbeddedPostgresConnection,
  statement: string,
): Promise<Row[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Waits for a condition; fails when it takes too long, naming what was waited for. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 30_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await delay(10);
  }
}

/** Whether the process runs; one that has ended and was not collected does not. */
export function runs(pid: number): boolean {
  const fields = statusFields(pid);
  return fields !== undefined && fields[0] !== 'Z';
}

/** All descendants of a process that run. */
export function descendantsOf(pid: number): number[] {
  const children = processNumbers().filter((other) => runs(other) && Number(statusFields(other)?.[1]) === pid);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Kills processes as if at one instant: they are held first, so that none can react to the end of another. */
export function killTogether(...pids: readonly number[]): void {
  for (const signal of ['SIGSTOP', 'SIGKILL'] as const) {
    for (const pid of pids.filter(runs)) process.kill(pid, signal);
  }
}

/** The user that a process runs as. */
export function userOf(pid: number): number {
  return statSync(`/proc/${pid}`).uid;
}

function worksIn(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
  } catch {
    return false;
  }
}

function processNumbers(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number);
}

function statusFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function userCalled(name: string): User | undefined {
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([entryName]) => entryName === name);
  return entry === undefined ? undefined : { uid: Number(entry[2]), gid: Number(entry[3]) };
}
