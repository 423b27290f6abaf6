import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK_BYTES = 8_192;
const BLOCKS_OF_THE_FILE = 2_048;

/** How often a second one writer can make a block of 8 kB durable on the disk of a directory, in a file that is there already as WAL is. */
export function measureDataSyncs(directory: string, seconds: number): number {
  const file = join(directory, 'data-syncs');
  const descriptor = openSync(file, 'w');
  try {
    const block = Buffer.alloc(BLOCK_BYTES, 1);
    for (let index = 0; index < BLOCKS_OF_THE_FILE; index += 1) writeSync(descriptor, block, 0, BLOCK_BYTES);
    fdatasyncSync(descriptor);
    const startMs = performance.now();
    let syncs = 0;
    let elapsedMs = 0;
    while (elapsedMs < seconds * 1_000) {
      writeSync(descriptor, block, 0, BLOCK_BYTES, (syncs % BLOCKS_OF_THE_FILE) * BLOCK_BYTES);
      fdatasyncSync(descriptor);
      syncs += 1;
      elapsedMs = performance.now() - startMs;
    }
    return syncs / (elapsedMs / 1_000);
  } finally {
    closeSync(descriptor);
    rmSync(file);
  }
}
