import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { latencyRecorder } from './latency-recorder.ts';
import type { StreamJob, StreamResult } from './stream-job.ts';

/** One message in so many is read for its times; all are counted. Reading each would take longer than serving them. */
const READ_ONE_IN = 8;
const CONNECT_AT_ONCE = 50;

// The subscribers live in a process of their own, so that their work is not counted as that of Bourse.
process.once('message', (message) => {
  void subscribe(message as StreamJob).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit(0));

async function subscribe(job: StreamJob): Promise<StreamResult> {
  const all = latencyRecorder();
  const thirds = [latencyRecorder(), latencyRecorder(), latencyRecorder()];
  const newestMs = job.tokens.map(() => 0);
  let [messages, lost] = [0, 0];
  let firstLoss: string | null = null;
  let startMs = Infinity;

  function take(index: number, data: Buffer): void {
    const nowMs = Date.now();
    newestMs[index] = nowMs;
    if (nowMs < startMs) return;
    messages += 1;
    if ((messages + index) % READ_ONE_IN !== 0) return;
    const third = thirds[Math.min(2, Math.floor(((nowMs - startMs) / job.seconds / 1_000) * 3))];
    for (const [, asOf = ''] of data.toString('latin1').matchAll(/"as_of":"([^"]+)"/g)) {
      const ms = nowMs - Date.parse(asOf);
      all.record(ms);
      third?.record(ms);
    }
  }

  const sockets: WebSocket[] = [];
  for (let first = 0; first < job.tokens.length; first += CONNECT_AT_ONCE) {
    const some = job.tokens.slice(first, first + CONNECT_AT_ONCE);
    sockets.push(...(await Promise.all(some.map((token, offset) => connect(job, first + offset, token)))));
  }
  for (const [index, socket] of sockets.entries()) {
    socket.on('message', (data: Buffer) => take(index, data));
    socket.on('close', (code, reason) => {
      lost += 1;
      firstLoss ??= `${code} ${reason.toString()}`;
    });
  }
  // The prices of the start are as old as they are.
  await delay(1_000);
  const cpu = process.cpuUsage();
  startMs = Date.now();
  await delay(job.seconds * 1_000);
  const endMs = Date.now();
  const { user, system } = process.cpuUsage(cpu);
  const result = {
    messages,
    latency: all.summary(),
    thirds: thirds.map((third) => third.summary()),
    silent: newestMs.filter((ms) => ms < endMs - 1_000).length,
    lost,
    firstLoss,
    cpuSeconds: (user + system) / 1e6,
  };
  for (const socket of sockets) socket.terminate();
  return result;
}

async function connect({ port, symbols, symbolsEach }: StreamJob, index: number, token: string): Promise<WebSocket> {
  const headers = { authorization: `Bearer ${token}` };
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/stream`, { headers, perMessageDeflate: false });
  await once(socket, 'open');
  const own = Array.from({ length: symbolsEach }, (_, n) => symbols[(index + n) % symbols.length]);
  socket.send(JSON.stringify({ type: 'subscribe', channel: 'prices', symbols: own }));
  return socket;
}
