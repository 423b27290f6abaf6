import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Magic number of a file system in memory (Linux, statfs(2)), on which nothing is durable and every sync is for free. */
const TMPFS = 0x01021994;
const REMOVE_TRIES = 50;
const REMOVE_PAUSE_MS = 100;

/** A new directory on a real disk: in BENCH_DIR, else among the temporary files, else in the checkout. */
export function makeWorkDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(parentDirectory(), 'bench-'));
  const remove = (): void => {
    removeStubborn(path);
  };
  // When the benchmark ends early nobody else removes it.
  process.once('exit', remove);
  return {
    path,
    remove() {
      process.off('exit', remove);
      remove();
    },
  };
}

function parentDirectory(): string {
  const chosen = process.env['BENCH_DIR'];
  if (chosen !== undefined && chosen !== '') return chosen;
  if (statfsSync(tmpdir()).type !== TMPFS) return tmpdir();
  const inCheckout = fileURLToPath(new URL('../../.bourse', import.meta.url));
  mkdirSync(inCheckout, { recursive: true });
  return inCheckout;
}

/** A database server that was interrupted goes on writing for a moment. */
function removeStubborn(path: string): void {
  for (let tries = 0; tries < REMOVE_TRIES && existsSync(path); tries += 1) {
    if (tries > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, REMOVE_PAUSE_MS);
    rmSync(path, { recursive: true, force: true });
  }
}
