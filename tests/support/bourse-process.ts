import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { dieWithUs } from '@bourse/bench/platform/die-with-us.ts';
import { COMPILE_CACHE } from './compile-cache.ts';
import { until } from './until.ts';

/** One line of the log of a process. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly url?: string | null;
  readonly healthUrl?: string | null;
  readonly [field: string]: unknown;
}

/** How a process ended: with a code, or by a signal. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The command line of Bourse in a process of its own. */
export interface BourseProcess {
  readonly pid: number;
  /** What it has logged so far, without what else it printed. */
  readonly log: readonly LogLine[];
  /** All that it has printed so far, errors included. */
  output(): string;
  /** Waits until its roles run; answers where it listens, an empty text when it does not. Throws when it ends before. */
  up(): Promise<string>;
  /** Waits as `up` does; answers where health and metrics of a process without the API are, an empty text when it has no such place. */
  healthUrl(): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  /** How it has ended; undefined while it runs. */
  ending(): Ending | undefined;
  readonly ended: Promise<Ending>;
  /** Kills it if it still runs, and waits for its end. */
  kill(): Promise<void>;
}

/** Environment variables; nothing of the test run's own environment is passed on but where programs and temporary files are. */
export type Environment = Readonly<Record<string, string>>;

const PROGRAM = fileURLToPath(new URL('../../entrypoints/cli/bourse.ts', import.meta.url));
const MAX_KEPT_LINES = 20_000;
const STARTING_MS = 60_000;

/** Runs `bourse` with these arguments, for example `['api']`. */
export function startBourse(command: readonly string[], environment: Environment): BourseProcess {
  const { PATH = '', TMPDIR } = process.env;
  const child = spawn(process.execPath, [PROGRAM, ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
    // The page is built once, by who tests it.
    env: {
      PATH,
      ...(TMPDIR === undefined ? {} : { TMPDIR }),
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      BOURSE_BUILD_PAGE: 'false',
      ...environment,
    },
  });
  dieWithUs(child);
  const printed: string[] = [];
  const log: LogLine[] = [];
  const keep = (line: string): void => {
    printed.push(line);
    if (printed.length > MAX_KEPT_LINES) printed.shift();
    if (line.startsWith('{')) log.push(JSON.parse(line) as LogLine);
    if (log.length > MAX_KEPT_LINES) log.shift();
  };
  createInterface({ input: child.stdout }).on('line', keep);
  createInterface({ input: child.stderr }).on('line', keep);

  let ending: Ending | undefined;
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code: number | null, signal: NodeJS.Signals | null) => {
      ending = { code, signal };
      resolve(ending);
    });
  });
  const output = (): string => printed.join('\n');
  async function upLine(): Promise<LogLine> {
    const isUp = (): LogLine | undefined => log.find(({ message }) => message === 'bourse is up');
    const name = `bourse ${command.join(' ')} to be up`;
    await until(name, () => isUp() !== undefined || ending !== undefined, STARTING_MS);
    const line = isUp();
    if (line === undefined) throw new Error(`waited in vain for ${name}: it ended\n${output()}`);
    return line;
  }
  return {
    pid: child.pid!,
    log,
    output,
    up: async () => (await upLine()).url ?? '',
    healthUrl: async () => (await upLine()).healthUrl ?? '',
    signal: (signal) => void child.kill(signal),
    ending: () => ending,
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
