import { setTimeout as delay } from 'node:timers/promises';
import type { BourseProcess, Ending } from '../bourse-process.ts';
import { until } from '../until.ts';

/** A role that is started again whenever its process ends, as a supervisor of services does it. */
export interface Supervised {
  readonly name: string;
  /** Where it listens; waits while it is down. Throws once it was told to end. */
  url(): Promise<string>;
  /** The process of the moment, also when it is just starting. */
  pid(): number;
  /** Ends the process of the moment by kill -9, also when it is just starting. */
  kill(): void;
  /** Lets the process of the moment stand still; answers how to let it go on. */
  freeze(): () => void;
  /** Processes that ended although they had come up and nobody killed them: what Bourse must never do. */
  collapses(): readonly string[];
  /** What all its processes have logged as errors. */
  errors(): readonly string[];
  /** Asks it to end and answers how it did; waits until it is up, so that it can. */
  stop(): Promise<Ending>;
  /** Kills it for good. */
  end(): Promise<void>;
}

const PAUSE_MS = 100;
const COMING_BACK_MS = 120_000;

/** Starts a role and keeps it running. */
export function supervise(name: string, start: () => BourseProcess): Supervised {
  const collapses: string[] = [];
  const errors: string[] = [];
  let current = start();
  let url: string | undefined;
  let killed = false;
  let stopping = false;
  const toldToEnd = (): boolean => stopping;
  const watching = watch();

  async function watch(): Promise<Ending> {
    for (;;) {
      const watched = current;
      watched.up().then(
        (found) => {
          if (watched === current) url = found;
        },
        () => undefined,
      );
      const ending = await watched.ended;
      for (const { level, message, kind } of watched.log)
        if (level === 'error') errors.push(`${message} ${String(kind)}`);
      if (toldToEnd()) return ending;
      if (url !== undefined && !killed) collapses.push(`${name} ended by itself\n${watched.output().slice(-2_000)}`);
      url = undefined;
      killed = false;
      await delay(PAUSE_MS);
      // It may have been told to end while there was no process to tell.
      if (toldToEnd()) return ending;
      current = start();
    }
  }

  return {
    name,
    url: () =>
      until(
        `${name} to be up`,
        () => {
          if (toldToEnd()) throw new Error(`${name} was told to end`);
          return url;
        },
        COMING_BACK_MS,
      ),
    pid: () => current.pid,
    freeze() {
      const frozen = current;
      frozen.signal('SIGSTOP');
      return () => frozen.signal('SIGCONT');
    },
    kill() {
      killed = true;
      current.signal('SIGKILL');
    },
    collapses: () => collapses,
    errors: () => errors,
    async stop() {
      await until(`${name} to be up`, () => url !== undefined && !killed, COMING_BACK_MS);
      stopping = true;
      current.signal('SIGTERM');
      return watching;
    },
    async end() {
      stopping = true;
      current.signal('SIGKILL');
      await watching;
    },
  };
}
