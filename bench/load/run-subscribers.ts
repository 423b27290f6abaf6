import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { StreamJob, StreamResult } from './stream-job.ts';

/** Runs subscribers in a process of their own. Rejects when it dies. */
export async function runSubscribers(job: StreamJob): Promise<StreamResult> {
  const child = fork(new URL('stream-process.ts', import.meta.url));
  const died = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the subscribers ended (${String(code ?? signal)})`);
  });
  const answered = once(child, 'message').then(([result]) => result as StreamResult);
  child.send(job);
  try {
    return await Promise.race([answered, died]);
  } finally {
    died.catch(() => undefined);
    if (child.connected) child.disconnect();
  }
}
