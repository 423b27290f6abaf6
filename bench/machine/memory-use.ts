import { readFileSync } from 'node:fs';
import { treeOf } from './process-tree.ts';

/** Memory of a process and of its descendants, in megabytes of 10^6 bytes. Shared pages are counted once in a proportional share (PSS). */
export interface MemoryUse {
  readonly ownPssMb: number;
  readonly descendantsPssMb: number;
  /** Of that the memory which they share without a file: the pages that a database server keeps. */
  readonly descendantsSharedMb: number;
  /** Resident memory of the process itself, with all pages that it shares. */
  readonly ownRssMb: number;
}

/** Memory of one process, in megabytes of 10^6 bytes. */
export interface ProcessMemory {
  readonly pssMb: number;
  readonly rssMb: number;
}

/** Reads the memory of one process. Throws when it has ended, and where there is no /proc. */
export function processMemory(pid: number): ProcessMemory {
  const rollup = rollupOf(pid);
  if (rollup === undefined) throw new Error(`process ${pid} has ended, or there is no /proc/<pid>/smaps_rollup`);
  return { pssMb: megabytes(rollup, 'Pss'), rssMb: megabytes(rollup, 'Rss') };
}

/** Reads the memory of a tree of processes. Throws where there is no /proc (outside Linux), or where it may not be read. */
export function memoryUse(root: number): MemoryUse {
  const [own, ...others] = treeOf(root).flatMap((pid) => rollupOf(pid) ?? []);
  if (own === undefined) throw new Error('memory can be measured on Linux only: it takes /proc/<pid>/smaps_rollup');
  return {
    ownPssMb: megabytes(own, 'Pss'),
    descendantsPssMb: others.reduce((sum, rollup) => sum + megabytes(rollup, 'Pss'), 0),
    descendantsSharedMb: others.reduce((sum, rollup) => sum + megabytes(rollup, 'Pss_Shmem'), 0),
    ownRssMb: megabytes(own, 'Rss'),
  };
}

/** Undefined when the process has ended meanwhile. */
function rollupOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined;
    throw error;
  }
}

/** A field of smaps_rollup (proc(5)), which is given in units of 1,024 bytes. */
function megabytes(rollup: string, field: string): number {
  return (Number(new RegExp(`^${field}: +(\\d+) kB`, 'm').exec(rollup)?.[1] ?? NaN) * 1_024) / 1e6;
}
