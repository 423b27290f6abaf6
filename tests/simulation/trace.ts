import { createHash } from 'node:crypto';

/** What happened in a simulation, in order; its hash says whether two runs were the same. */
export interface Trace {
  add(what: string): void;
  hash(): string;
  /** The newest happenings, the newest last. */
  newest(): readonly string[];
}

const KEPT = 60;

/** Makes an empty trace; `nowMs` is the time that stands before each happening. */
export function createTrace(nowMs: () => number): Trace {
  const digest = createHash('sha256');
  const newest: string[] = [];
  return {
    add(what) {
      const line = `${nowMs()} ${what}`;
      digest.update(`${line}\n`);
      newest.push(line);
      if (newest.length > KEPT) newest.shift();
    },
    hash: () => digest.copy().digest('hex'),
    newest: () => newest,
  };
}
