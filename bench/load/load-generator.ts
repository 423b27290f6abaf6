import { fork } from 'node:child_process';
import type { LoadJob, LoadResult } from './load-job.ts';
import type { LoadReply, LoadRequest } from './load-process.ts';
import type { UploadJob, UploadResult } from './upload-job.ts';

/** A process that sends loads. */
export interface LoadGenerator {
  readonly pid: number;
  /** Sends a load; several may run at once. Rejects when the process has died. */
  run(job: LoadJob): Promise<LoadResult>;
  /** Sends one large body. Rejects when that could not be done, and when the process has died. */
  upload(job: UploadJob): Promise<UploadResult>;
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

  function ask(question: { readonly job: LoadJob } | { readonly upload: UploadJob }): Promise<LoadReply> {
    lastId += 1;
    const request: LoadRequest = { id: lastId, ...question };
    return new Promise((resolve, reject) => {
      waiting.set(request.id, (reply) => {
        waiting.delete(request.id);
        if ('error' in reply) reject(new Error(reply.error));
        else resolve(reply);
      });
      child.send(request);
    });
  }

  return {
    pid: child.pid ?? 0,
    async run(job) {
      const reply = await ask({ job });
      if ('result' in reply) return reply.result;
      throw new TypeError('the load generator answered something else');
    },
    async upload(job) {
      const reply = await ask({ upload: job });
      if ('uploaded' in reply) return reply.uploaded;
      throw new TypeError('the load generator answered something else');
    },
    stop() {
      if (child.connected) child.disconnect();
    },
  };
}
