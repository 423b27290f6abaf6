import { fork } from 'node:child_process';
import type { LoadJob, LoadResult } from './load-job.ts';
import type { LoadReply, LoadRequest } from './load-process.ts';

/** A process that sends loads. */
export interface LoadGenerator {
  readonly pid: number;
  /** Sends a load; several may run at once. Rejects when the process has died. */
  run(job: LoadJob): Promise<LoadResult>;
  stop(): void;
}

/** Starts the process. */
export function startLoadGenerator(): LoadGenerator {
  const child = fork(new URL('load-process.ts', import.meta.url), { serialization: 'advanced' });
  const waiting = new Map<number, (reply: LoadReply) => void>();
  let lastId = 0;
  child.on('message', (message) => {
    const reply = message as LoadReply;
    waiting.get(reply.id)?.(reply);
  });
  child.on('exit', (code, signal) => {
    for (const [id, settle] of waiting) settle({ id, error: `the load generator ended (${code ?? signal})` });
  });
  return {
    pid: child.pid ?? 0,
    run(job) {
      lastId += 1;
      const request: LoadRequest = { id: lastId, job };
      return new Promise((resolve, reject) => {
        waiting.set(request.id, (reply) => {
          waiting.delete(request.id);
          if ('result' in reply) resolve(reply.result);
          else reject(new Error(reply.error));
        });
        child.send(request);
      });
    },
    stop() {
      if (child.connected) child.disconnect();
    },
  };
}
