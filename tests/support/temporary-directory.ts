import { readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from './until.ts';

/** A directory of its own for one test or one file. */
export interface TemporaryDirectory {
  readonly path: string;
  /** Waits for the end of all processes that work in it, then removes it. */
  remove(): Promise<void>;
}

/** Makes an empty directory whose path is short enough for a database socket. */
export async function createTemporaryDirectory(): Promise<TemporaryDirectory> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bourse-test-'));
  return {
    path: directory,
    async remove() {
      await until(`the end of all that works in ${directory}`, () => processesIn(directory).length === 0);
      await rm(directory, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** The numbers of the processes whose working directory is in a directory: its database servers. Empty where there is no /proc. */
export function processesIn(directory: string): readonly number[] {
  return processNumbers().filter((pid) => {
    try {
      const workingDirectory = readlinkSync(`/proc/${pid}/cwd`);
      return workingDirectory === directory || workingDirectory.startsWith(`${directory}/`);
    } catch {
      // It has ended meanwhile, or belongs to somebody else.
      return false;
    }
  });
}

function processNumbers(): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}
