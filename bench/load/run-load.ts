import { httpConnection } from './http-connection.ts';
import type { Answer, HttpConnection } from './http-connection.ts';
import { latencyRecorder } from './latency-recorder.ts';
import type { LoadJob, LoadResult } from './load-job.ts';
import { paceRequests } from './pace-requests.ts';
import { requestsOf } from './request-plan.ts';
import { getRequest } from './request-text.ts';

const MAX_FAILURES_TOLD = 3;
const HOST = '127.0.0.1';

/** Sends a load and answers what became of it, when the last answer has come. */
export async function runLoad(job: LoadJob): Promise<LoadResult> {
  const requestOf = requestsOf(job.plan);
  const latency = latencyRecorder();
  const sendLag = latencyRecorder();
  const refused: number[] = [];
  const failed: number[] = [];
  const failures: string[] = [];
  let good = 0;
  let late = 0;

  function settle(n: number, { status, body }: Answer): void {
    if (status === job.expectedStatus) {
      good += 1;
      return;
    }
    if (status === job.lateStatus) {
      late += 1;
      return;
    }
    if (status === job.refusedStatus) {
      refused.push(n);
      return;
    }
    failed.push(n);
    if (failures.length < MAX_FAILURES_TOLD) failures.push(`${status} ${body}`);
  }

  function send(connection: HttpConnection, n: number, dueMs: number, onFree: () => void): void {
    sendLag.record(performance.now() - dueMs);
    connection.send(requestOf(n), (answer) => {
      latency.record(performance.now() - dueMs);
      settle(n, answer);
      onFree();
    });
  }

  const connections = Array.from({ length: job.pace.connections }, () => httpConnection(HOST, job.port));
  await Promise.all(connections.map(taken));
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  const sent = await paceRequests(job, connections, send);
  const seconds = (performance.now() - startedMs) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  for (const connection of connections) connection.close();
  return {
    sent,
    good,
    late,
    refused,
    seconds,
    startedAtMs: performance.timeOrigin + startedMs,
    latency: latency.summary(),
    sendLag: sendLag.summary(),
    failed,
    failures,
    generatorCpuSeconds: (user + system) / 1e6,
  };
}

const FIRST_REQUEST = getRequest('/api/v1/health/live', { host: HOST, token: 'none' });

/**
 * Waits until the server has taken a connection and answered on it. One that is busy takes many of them only little by little: what was sent on the last
 * one was overtaken by 4,000 requests on the others.
 */
function taken(connection: HttpConnection): Promise<unknown> {
  return new Promise((resolve) => {
    connection.send(FIRST_REQUEST, resolve);
  });
}
