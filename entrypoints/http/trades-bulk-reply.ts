import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { BulkOutcomes, BulkOutcomesLimits } from './bulk-outcomes.ts';
import { createBulkOutcomes } from './bulk-outcomes.ts';
import type { BulkStop } from './bulk-stop.ts';
import { stopAt } from './bulk-stop.ts';
import { problemOf, sendProblem } from './problem.ts';
import type { OutcomeStream } from './trades-bulk-answer.ts';
import { documentAnswer, liveAnswer } from './trades-bulk-answer.ts';
import type { BulkEnd } from './trades-bulk-intake.ts';
import { traceOfRequest } from './correlation.ts';
import { traceFields } from '@bourse/application/tracing/trace.ts';

/** What an answer is sent with. */
export interface ReplyPorts {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The media type of one JSON document a line. */
export const NDJSON = 'application/x-ndjson';

/** A client that takes nothing of its answer for so long is cut off. */
const ANSWER_STALL_MS = 30_000;
const RETRY_AFTER_SECONDS = 1;

/** Answers line by line while the body is still being read. */
export async function replyLive(
  reply: FastifyReply,
  outcomes: OutcomeStream,
  ports: ReplyPorts,
): Promise<FastifyReply> {
  const first = await outcomes.next();
  if (first.done === true && first.value !== 'complete') return replyStopped(reply, first.value);
  return sendParts(reply, NDJSON, liveAnswer(first, outcomes, problemIn(reply)), ports);
}

/** Answers with one document, once the body has been read. */
export async function replyInOne(
  reply: FastifyReply,
  outcomes: OutcomeStream,
  limits: BulkOutcomesLimits,
  ports: ReplyPorts,
): Promise<FastifyReply> {
  const kept = createBulkOutcomes(limits);
  const end = await keepAll(outcomes, kept);
  const isUntaken = end !== 'complete' && (end === 'client-gone' || kept.accepted() === 0);
  if (isUntaken && (end === 'client-gone' || end.code !== 'too-many-rejected')) return replyStopped(reply, end);
  return sendParts(reply, 'application/json', documentAnswer(kept, end, problemIn(reply)), ports);
}

async function keepAll(outcomes: OutcomeStream, kept: BulkOutcomes): Promise<BulkEnd> {
  for (;;) {
    const step = await outcomes.next();
    if (step.done === true) return step.value;
    const line = kept.add(step.value);
    if (line === null) continue;
    await outcomes.return('complete');
    const detail = `Too many lines were rejected; reading stopped before line ${line}. Mend what is listed, and send the rest again.`;
    return stopAt(line, 'too-many-rejected', detail);
  }
}

function replyStopped(reply: FastifyReply, end: BulkStop | 'client-gone'): FastifyReply {
  if (end === 'client-gone') {
    reply.hijack();
    reply.raw.destroy();
    return reply;
  }
  if (end.status === 408) reply.header('connection', 'close');
  return sendProblem(reply, end.status, end.code, {
    detail: end.detail,
    extensions: { first_line_not_taken: end.firstLineNotTaken },
    ...(end.status === 503 ? { retryAfterSeconds: RETRY_AFTER_SECONDS } : {}),
  });
}

function problemIn({ request }: FastifyReply): (stop: BulkStop) => unknown {
  return ({ status, code, detail, firstLineNotTaken }) =>
    problemOf(
      status,
      code,
      { path: request.url, correlationId: request.id },
      { detail, extensions: { first_line_not_taken: firstLineNotTaken } },
    );
}

function sendParts(
  reply: FastifyReply,
  mediaType: string,
  parts: Iterable<Buffer> | AsyncIterable<Buffer>,
  { clock, logger }: ReplyPorts,
): FastifyReply {
  const cutOff = (): void => {
    reply.raw.destroy();
  };
  const stream = Readable.from(unlessStalled(parts, clock, cutOff), { objectMode: false });
  stream.on('error', (err) => {
    logger.error({ ...traceFields(traceOfRequest(reply.request)), err }, 'the answer to a bulk upload broke off');
  });
  return reply.code(202).type(mediaType).send(stream);
}

/** Hands parts on one by one, and calls back when one was not taken for too long. */
async function* unlessStalled(
  parts: Iterable<Buffer> | AsyncIterable<Buffer>,
  clock: Clock,
  onStall: () => void,
): AsyncGenerator<Buffer> {
  for await (const part of parts) {
    const cancel = clock.after(ANSWER_STALL_MS, onStall);
    try {
      yield part;
    } finally {
      cancel();
    }
  }
}
