import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AnswerSummary } from './answer-lines.ts';
import { answerLines } from './answer-lines.ts';
import { tradeBody } from './trade-body.ts';
import type { UploadJob, UploadResult } from './upload-job.ts';

const NDJSON = 'application/x-ndjson';
const LINES_OF_A_PIECE = 500;
const PIECES_PER_SAMPLE = 20;

/**
 * Uploads trades in one request and reads the answer meanwhile. Lines are made when the connection takes them, so that memory does not grow
 * with their number. Rejects when the connection breaks.
 */
export async function runUpload(job: UploadJob): Promise<UploadResult> {
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  const upload = request({
    host: '127.0.0.1',
    port: job.port,
    method: 'POST',
    path: '/api/v1/trades/bulk',
    headers: { authorization: `Bearer ${job.token}`, 'content-type': NDJSON, accept: NDJSON },
    agent: false,
  });
  const [summary] = await Promise.all([
    once(upload, 'response').then(([response]) => readAnswer(response as IncomingMessage)),
    pipeline(Readable.from(bodyOf(job), { objectMode: false }), upload),
  ]);
  const { user, system } = process.cpuUsage(cpu);
  return {
    ...totalsOf(summary),
    status: summary.status,
    answered: summary.answered,
    requestIds: summary.requestIds,
    seconds: (performance.now() - startedMs) / 1_000,
    startedAtMs: performance.timeOrigin + startedMs,
    generatorCpuSeconds: (user + system) / 1e6,
  };
}

function* bodyOf({ content, lines }: UploadJob): Generator<Buffer> {
  for (let start = 0; start < lines; start += LINES_OF_A_PIECE) {
    let text = '';
    for (let n = start; n < Math.min(lines, start + LINES_OF_A_PIECE); n += 1) text += `${tradeBody(content, n)}\n`;
    yield Buffer.from(text, 'latin1');
  }
}

async function readAnswer(response: IncomingMessage): Promise<AnswerSummary & { readonly status: number }> {
  const lines = answerLines(PIECES_PER_SAMPLE);
  for await (const bytes of response) lines.push(bytes as Buffer);
  return { ...lines.summary(), status: response.statusCode ?? 0 };
}

/** The last line as totals; anything else in it is a problem. */
function totalsOf({ lastLine }: AnswerSummary): Pick<UploadResult, 'accepted' | 'rejected' | 'problem'> {
  const totals = /^\{"accepted":(\d+),"rejected":(\d+)/.exec(lastLine);
  const [text = '', accepted = '0', rejected = '0'] = totals ?? [];
  return {
    accepted: Number(accepted),
    rejected: Number(rejected),
    problem: lastLine === `${text}}` ? null : lastLine,
  };
}
