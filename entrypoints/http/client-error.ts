import type { Socket } from 'node:net';
import type { Ids } from '@bourse/application/ports/ids.ts';
import type { LongUploads } from './long-uploads.ts';
import { PROBLEM_JSON, problemOf } from './problem.ts';

const KINDS: Readonly<Record<string, { readonly status: number; readonly reason: string; readonly code: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, reason: 'Request Header Fields Too Large', code: 'headers-too-large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, reason: 'Request Timeout', code: 'request-timeout' },
};
const MALFORMED = { status: 400, reason: 'Bad Request', code: 'malformed-request' };

/**
 * Makes the handler of what is no request at all: answers on the bare connection and closes it. A long upload is not late, however long it
 * takes.
 */
export function clientErrorHandler(
  ids: Pick<Ids, 'next'>,
  longUploads: LongUploads,
): (error: { readonly code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && longUploads.has(socket)) return;
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const { status, reason, code } = KINDS[error.code ?? ''] ?? MALFORMED;
    const body = JSON.stringify(problemOf(status, code, { path: '', correlationId: ids.next() }, {}));
    const head = `HTTP/1.1 ${status.toString()} ${reason}\r\nContent-Type: ${PROBLEM_JSON}\r\nContent-Length: ${Buffer.byteLength(body).toString()}\r\nConnection: close`;
    socket.end(`${head}\r\n\r\n${body}`);
  };
}
