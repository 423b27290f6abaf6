import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessMemory } from './memory-use.ts';
import { processMemory } from './memory-use.ts';

const SAMPLE_MS = 50;

/** Begins to look at the memory of one process twenty times a second; call the answer at the end for the most that was seen of each. */
export function watchMemory(pid: number): () => Promise<ProcessMemory> {
  const ending = new AbortController();
  let most = processMemory(pid);
  const watched = (async () => {
    while (!ending.signal.aborted) {
      await delay(SAMPLE_MS);
      const { pssMb, rssMb } = processMemory(pid);
      most = { pssMb: Math.max(most.pssMb, pssMb), rssMb: Math.max(most.rssMb, rssMb) };
    }
  })();
  return async () => {
    ending.abort();
    await watched;
    return most;
  };
}
