import { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Ids } from '@bourse/application/ports/ids.ts';
import type { LongUploads } from './long-uploads.ts';
import { PROBLEM_JSON, problemOf } from './problem.ts';

const KINDS: Readonly<Record<string, { readonly status: number; readonly reason: string; readonly code: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, reason: 'Request Header Fields Too Large', code: 'headers-too-large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, reason: 'Request Timeout', code: 'request-timeout' },
};
const MALFORMED = { status: 400, reason: 'Bad Request', code: 'malformed-request' };

interface ClientError {
  readonly code?: string;
}

/**
 * Makes the handler of what is no request at all: answers on the bare connection and closes it, behind the answers to the requests that came whole
 * before. An answer that has begun is broken off. A long upload is not late, however long it takes.
 */
export function clientErrorHandler(
  ids: Pick<Ids, 'next'>,
  longUploads: LongUploads,
): (error: ClientError, socket: Socket) => void {
  /** A connection fails again with whatever else comes on it. */
  const waiting = new WeakSet<Socket>();

  function handle(error: ClientError, socket: Socket): void {
    if (waiting.has(socket) || (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && longUploads.has(socket))) return;
    const answer = answerUnderWay(socket);
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else if (answer?.req.complete === true) waitFor(answer, error, socket);
    else if (answer?.headersSent === true) socket.destroySoon();
    else socket.end(lastAnswer(error, ids.next()));
  }

  function waitFor(answer: ServerResponse, error: ClientError, socket: Socket): void {
    waiting.add(socket);
    answer.once('finish', () => {
      waiting.delete(socket);
      // Node may be closing it behind that answer.
      if (socket.writable) handle(error, socket);
    });
  }

  return handle;
}

function lastAnswer({ code = '' }: ClientError, correlationId: string): string {
  const kind = KINDS[code] ?? MALFORMED;
  const body = JSON.stringify(problemOf(kind.status, kind.code, { path: '', correlationId }, {}));
  const head = `HTTP/1.1 ${kind.status.toString()} ${kind.reason}\r\nContent-Type: ${PROBLEM_JSON}\r\nContent-Length: ${Buffer.byteLength(body).toString()}\r\nConnection: close`;
  return `${head}\r\n\r\n${body}`;
}

/** The answer that a connection waits for or carries; Node has it under this name. */
function answerUnderWay(socket: Socket): ServerResponse | undefined {
  const answer: unknown = Reflect.get(socket, '_httpMessage');
  return answer instanceof ServerResponse ? answer : undefined;
}
