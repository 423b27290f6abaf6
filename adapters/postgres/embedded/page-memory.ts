import { totalmem } from 'node:os';

const MB = 1_024 * 1_024;
const LEAST_MB = 128;
const MOST_MB = 1_024;
const PART_OF_MACHINE = 16;

/**
 * Memory in which the server keeps pages of its tables, megabytes of 2^20 bytes: a sixteenth of what there is, from 128 to 1,024
 * (docs/adr/0030-pages-in-memory.md).
 */
export function pageMemoryMb(memoryBytes: number): number {
  const part = Math.floor(memoryBytes / PART_OF_MACHINE / MB);
  return Math.min(Math.max(part, LEAST_MB), MOST_MB);
}

/**
 * Memory that this process may use, bytes: that of the machine, or less where its control group has a `limit`, which is 0 where none is known
 * and beyond any machine where there is none.
 */
export function usableMemory(limit: number = process.constrainedMemory(), machine: number = totalmem()): number {
  return limit > 0 ? Math.min(limit, machine) : machine;
}
