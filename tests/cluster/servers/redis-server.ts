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
  const child = spawn('redis-server', [...where, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const ended = new Promise((resolve) => child.once('close', resolve));
  const close = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    process.off('exit', killWithUs);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await until('Redis to answer', () => pings(port));
  } catch (error) {
    await close();
    throw error;
  }
  return { url: `redis://127.0.0.1:${port}`, close };
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
