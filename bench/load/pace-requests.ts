import type { HttpConnection } from './http-connection.ts';
import type { LoadJob } from './load-job.ts';

/** Sends the request numbered n, which was due at `dueMs` on the clock of performance.now, and calls back when the connection is free. */
type Send = (connection: HttpConnection, n: number, dueMs: number, onFree: () => void) => void;

/** Sends requests at the pace of the job; answers how many when the last of them has been answered. */
export function paceRequests(job: LoadJob, connections: readonly HttpConnection[], send: Send): Promise<number> {
  return job.pace.kind === 'closed'
    ? closedLoop(job, connections, send)
    : openLoop(job, job.pace.perSecond, connections, send);
}

/** The next request goes out when the last one on the same connection was answered. */
function closedLoop({ end }: LoadJob, connections: readonly HttpConnection[], send: Send): Promise<number> {
  const maxCount = 'count' in end ? end.count : Infinity;
  const deadlineMs = 'seconds' in end ? performance.now() + end.seconds * 1_000 : Infinity;
  return new Promise((resolve) => {
    let sent = 0;
    let busy = 0;
    const next = (connection: HttpConnection): void => {
      const nowMs = performance.now();
      if (sent < maxCount && nowMs < deadlineMs) {
        busy += 1;
        const n = sent;
        sent += 1;
        send(connection, n, nowMs, () => {
          busy -= 1;
          next(connection);
        });
      } else if (busy === 0) resolve(sent);
    };
    for (const connection of connections) next(connection);
  });
}

/**
 * Requests fall due at fixed moments. What cannot be sent then, because every connection waits for an answer or the process was
 * busy, is sent as soon as possible, and its time counts from the moment at which it was due.
 */
function openLoop(
  { end }: LoadJob,
  perSecond: number,
  connections: readonly HttpConnection[],
  send: Send,
): Promise<number> {
  const total = 'count' in end ? end.count : Math.round(end.seconds * perSecond);
  const startMs = performance.now();
  const dueMsOf = (n: number): number => startMs + (n * 1_000) / perSecond;
  const free = [...connections];
  return new Promise((resolve) => {
    let sent = 0;
    let answered = 0;
    const sendDue = (): void => {
      const nowMs = performance.now();
      while (sent < total && dueMsOf(sent) <= nowMs) {
        const connection = free.pop();
        if (connection === undefined) return;
        const n = sent;
        sent += 1;
        send(connection, n, dueMsOf(n), () => {
          free.push(connection);
          answered += 1;
          if (answered === total) finish();
          else if (free.length === 1) sendDue();
        });
      }
    };
    const timer = setInterval(sendDue, 1);
    const finish = (): void => {
      clearInterval(timer);
      resolve(total);
    };
  });
}
