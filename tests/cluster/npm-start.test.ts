import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { dieWithUs } from '@bourse/bench/platform/die-with-us.ts';
import { describe, expect, it } from 'vitest';
import { leftovers } from '../support/leftovers.ts';
import { createTemporaryDirectory, processesIn } from '../support/temporary-directory.ts';
import { until } from '../support/until.ts';

const later = leftovers();
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A command of npm in this repository that brings Bourse up on a directory of its own. */
interface Started {
  readonly directory: string;
  readonly output: () => string;
  signal(signal: NodeJS.Signals): void;
  /** Sends a signal to all its processes, as a terminal does. */
  signalAll(signal: NodeJS.Signals): void;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

async function startByNpm(program: string, ...options: readonly string[]): Promise<Started> {
  const directory = await createTemporaryDirectory();
  later(() => directory.remove());
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(program, options, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, for a signal to all of it.
    detached: true,
    env: {
      PATH,
      HOME,
      LOG_LEVEL: 'info',
      BOURSE_DATA_DIR: directory.path,
      BOURSE_PORT: '0',
      BOURSE_BUILD_PAGE: 'false',
      npm_config_update_notifier: 'false',
    },
  });
  dieWithUs(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const signalAll = (signal: NodeJS.Signals): void => {
    process.kill(-child.pid!, signal);
  };
  const ended = new Promise<Awaited<Started['ended']>>((resolve) => {
    child.once('exit', (code: number | null, signal: NodeJS.Signals | null) => {
      resolve({ code, signal });
    });
  });
  later(() => {
    if (groupLives(child.pid!)) signalAll('SIGKILL');
  });
  await until('Bourse to be up', () => output.includes('bourse is up') || child.exitCode !== null, 60_000);
  expect(output).toContain('bourse is up');
  return {
    directory: directory.path,
    output: () => output,
    signal: (signal) => void child.kill(signal),
    signalAll,
    ended,
  };
}

describe('SIGTERM to npm alone', () => {
  it('npm start: Bourse drains, npm waits for it, and nothing is left running', async () => {
    const started = await startByNpm('npm', 'start');
    started.signal('SIGTERM');
    expect(await started.ended).toEqual({ code: 0, signal: null });
    expect(started.output()).toContain('"bourse has stopped"');
    await hasStopped(started);
  });

  it.each(['npx bourse start --demo', 'npm run bourse -- start --demo'])(
    '%s: npm does not wait, but Bourse drains and ends as well',
    async (command) => {
      const [program, ...options] = command.split(' ') as [string, ...string[]];
      const started = await startByNpm(program, ...options);
      started.signal('SIGTERM');
      await started.ended;
      await hasStopped(started);
    },
  );
});

it('npm start: Bourse drains and ends as well when npm is killed', async () => {
  const started = await startByNpm('npm', 'start');
  started.signal('SIGKILL');
  await hasStopped(started);
});

it('Ctrl-C, which the terminal sends to all and npm once more to Bourse, is one request to stop', async () => {
  const started = await startByNpm('npm', 'start');
  started.signalAll('SIGINT');
  expect(await started.ended).toEqual({ code: 0, signal: null });
  expect(started.output()).toContain('"bourse has stopped"');
  await hasStopped(started);
});

async function hasStopped({ output, directory }: Started): Promise<void> {
  await until('Bourse to have stopped', () => output().includes('"bourse has stopped"'));
  await until('the end of all that works in the directory', () => processesIn(directory).length === 0);
}

function groupLives(leader: number): boolean {
  try {
    return process.kill(-leader, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
