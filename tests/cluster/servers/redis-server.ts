import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '../../support/until.ts';
import { freePorts } from './free-ports.ts';
import { hasCommand, runCommand } from './run-command.ts';

/** A real Redis that keeps nothing. */
export interface RedisServer {
  /** What REDIS_URL is set to. */
  readonly url: string;
  /** Ends it by a signal and waits for its end; `start` brings it back, empty. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts it again on the same port and waits until it answers. */
  start(): Promise<void>;
  /** Lets it stand still with all its connections open. */
  pause(): void;
  /** Lets it go on. */
  resume(): void;
  /** Ends it and leaves nothing behind. */
  close(): Promise<void>;
}

const INSTALLING_MS = 180_000;

/** Starts a Redis of its own; installs Debian's where there is none and this user may. Throws with what is missing. */
export async function startRedis(): Promise<RedisServer> {
  if (!(await hasCommand('redis-server'))) await install();
  const directory = await mkdtemp(path.join(tmpdir(), 'bourse-redis-'));
  const [port = 0] = await freePorts(1);
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory];
  let child: ChildProcess | undefined;
  const killWithUs = (): void => void child?.kill('SIGKILL');
  process.once('exit', killWithUs);

  async function stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once('close', resolve));
    ending.kill(signal);
    await ended;
  }
  async function start(): Promise<void> {
    const started = spawn('redis-server', [...where, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
    child = started;
    const ended = (): boolean => started.exitCode !== null || started.signalCode !== null;
    await until('Redis to answer', async () => ended() || (await pings(port)));
    if (ended()) throw new Error(`Redis ended with ${started.exitCode ?? started.signalCode ?? ''}`);
  }
  async function close(): Promise<void> {
    await stop('SIGKILL');
    process.off('exit', killWithUs);
    await rm(directory, { recursive: true, force: true });
  }

  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  const url = `redis://127.0.0.1:${port}`;
  return {
    url,
    stop,
    start,
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    close,
  };
}

async function install(): Promise<void> {
  if (process.getuid?.() !== 0 || !(await hasCommand('apt-get'))) {
    throw new Error(
      'there is no redis-server on this machine: install it, for example with apt-get install redis-server',
    );
  }
  await runCommand('apt-get', ['update', '-qq'], INSTALLING_MS);
  await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'], INSTALLING_MS);
}

function pings(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const finish = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('data', (answer) => finish(answer.toString().startsWith('+PONG')));
    socket.once('error', () => finish(false));
  });
}
