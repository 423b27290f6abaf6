import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dieWithUs } from '@bourse/bench/platform/die-with-us.ts';
import { until } from '../../support/until.ts';
import { endChild } from './end-child.ts';
import { freePorts } from './free-ports.ts';
import { installProgram } from './install-program.ts';

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

/** Starts a Redis of its own; installs Debian's where there is none and this user may. Throws with what is missing. */
export async function startRedis(): Promise<RedisServer> {
  await installProgram('redis-server', 'redis-server');
  const directory = await mkdtemp(path.join(tmpdir(), 'bourse-redis-'));
  const [port = 0] = await freePorts(1);
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory];
  let child: ChildProcess | undefined;

  async function stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const ending = child;
    child = undefined;
    await endChild(ending, signal);
  }
  async function start(): Promise<void> {
    const started = spawn('redis-server', [...where, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
    child = started;
    dieWithUs(started);
    const ended = (): boolean => started.exitCode !== null || started.signalCode !== null;
    await until('Redis to answer', async () => ended() || (await pings(port)));
    if (ended()) throw new Error(`Redis ended with ${started.exitCode ?? started.signalCode ?? ''}`);
  }
  async function close(): Promise<void> {
    await stop('SIGKILL');
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
