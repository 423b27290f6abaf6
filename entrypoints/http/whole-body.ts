import type { IncomingMessage } from 'node:http';

/** What a body turned out to be; the error is that of a connection that was lost. */
export type WholeBody = { readonly bytes: Buffer } | { readonly bytes: null; readonly fault: 'too-large' | Error };

/**
 * Reads a body to its end and calls back with it, once. Of one that is too large no more is kept than shows that; the rest is dropped until
 * the answer closes the connection. Written here because fastify's own reading takes its listeners off again, which is a twentieth of all work for a small body
 * (docs/adr/0034-bodies-read-here.md).
 */
export function readWholeBody(stream: IncomingMessage, maxBytes: number, done: (body: WholeBody) => void): void {
  if (stream.destroyed) {
    done({ bytes: null, fault: stream.errored ?? new Error('the connection ended') });
    return;
  }
  if (Number(stream.headers['content-length']) > maxBytes) {
    done(TOO_LARGE);
    return;
  }
  let parts: Buffer[] = [];
  let length = 0;
  let isSettled = false;
  function settle(body: WholeBody): void {
    if (isSettled) return;
    isSettled = true;
    parts = [];
    done(body);
  }
  stream.on('data', (part: Buffer) => {
    length += part.length;
    if (length > maxBytes) settle(TOO_LARGE);
    else parts.push(part);
  });
  stream.on('end', () => {
    const [first] = parts;
    settle({ bytes: first?.length === length ? first : Buffer.concat(parts, length) });
  });
  stream.on('error', (fault: Error) => {
    settle({ bytes: null, fault });
  });
}

const TOO_LARGE = { bytes: null, fault: 'too-large' } as const;
