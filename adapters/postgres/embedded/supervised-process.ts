import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { serverEnvironment } from './server-environment.ts';
import type { ServerUser } from './server-user.ts';
import { supervisorScript } from './supervisor-script.ts';

/** How a supervised program ended: its exit code, 128 + the number of the signal that killed it, or unknown. */
export interface Ending {
  readonly exitCode: number | undefined;
}

/** A program that does not outlive this process. */
export interface SupervisedProcess {
  /** Resolves once the program is gone. Never rejects. */
  readonly ended: Promise<Ending>;
  /** How it ended, or undefined while it runs. */
  ending(): Ending | undefined;
  /** Asks it to end, firmly after a while. */
  end(): void;
  /** Lets it keep this process from exiting, or not. It does not unless told so. */
  keepAlive(keep: boolean): void;
}

export interface SupervisedProcessOptions {
  readonly program: string;
  readonly args: readonly string[];
  /** The working directory; it may lie where the user could not go by itself. */
  readonly directory: string;
  readonly user: ServerUser | undefined;
  /** File descriptor that takes standard output and error. */
  readonly output: number;
}

/**
 * Starts a program in a session of its own, so that Ctrl-C in the terminal does not reach it, under a supervisor that
 * ends it when this process is gone. Where there is no POSIX shell (Windows) there is no supervisor.
 */
export async function startSupervised(options: SupervisedProcessOptions): Promise<SupervisedProcess> {
  const hasShell = process.platform !== 'win32';
  const command = hasShell ? '/bin/sh' : options.program;
  const args = hasShell
    ? ['-c', supervisorScript, 'bourse-postgres-supervisor', options.program, ...options.args]
    : options.args;
  const child = spawn(command, args, {
    cwd: options.directory,
    env: serverEnvironment(),
    stdio: ['ignore', options.output, options.output, 'pipe'],
    detached: hasShell,
    windowsHide: true,
    ...(options.user === undefined ? {} : { uid: options.user.uid, gid: options.user.gid }),
  });
  await spawned(child, options);
  return supervise(child, hasShell ? () => undefined : () => interruptOnWindows(child, options.program));
}

function spawned(child: ChildProcess, options: SupervisedProcessOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      const asWhom = options.user === undefined ? '' : ` as the user with the id ${options.user.uid}`;
      reject(
        new EmbeddedPostgresError(
          'not-permitted',
          `${options.program} could not be started${asWhom}: ${cause.message}. ` +
            'Start Bourse as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
          { cause },
        ),
      );
    });
  });
}

function supervise(child: ChildProcess, interrupt: () => void): SupervisedProcess {
  const lifeline = child.stdio[3];
  // A reset of the pipe means that the other side is gone, and that is told by the exit.
  lifeline?.on('error', () => undefined);
  let ending: Ending | undefined;
  const ended = new Promise<Ending>((resolve) => {
    child.once('exit', (code) => {
      ending = { exitCode: code ?? undefined };
      // If only the supervisor was killed, its watcher lives on and ends the program when the pipe is closed.
      lifeline?.destroy();
      resolve(ending);
    });
  });
  const keepAlive = (keep: boolean): void => {
    if (keep) child.ref();
    else child.unref();
    if (!(lifeline instanceof Socket)) return;
    if (keep) lifeline.ref();
    else lifeline.unref();
  };
  keepAlive(false);
  return {
    ended,
    ending: () => ending,
    end: () => {
      lifeline?.destroy();
      interrupt();
    },
    keepAlive,
  };
}

/** Windows has no signals; PostgreSQL brings a program that delivers them to its own. */
function interruptOnWindows(child: ChildProcess, program: string): void {
  const messenger = spawn(join(dirname(program), 'pg_ctl.exe'), ['kill', 'INT', String(child.pid)], {
    env: serverEnvironment(),
    stdio: 'ignore',
    windowsHide: true,
  });
  messenger.once('error', () => child.kill());
}
