import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** What came back: the status, and the body where it was asked for. Status 0: the connection was lost before the answer. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A keep-alive connection that carries one request at a time. */
export interface HttpConnection {
  /** Sends a whole request (head and body, as text of one byte a character) and calls back with its answer. */
  send(request: string, onAnswer: (answer: Answer) => void): void;
  close(): void;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH_NAME = Buffer.from('ontent-length: ');
const STATUS_AT = 9;
const RECEIVE_BYTES = 65_536;
/** Bodies of answers below this are not looked at, which is what makes the generator cheap. */
const FIRST_FAILURE_STATUS = 300;

/**
 * Opens a connection that costs its process as little as possible: no agent, no streams of its own, no header objects. It understands
 * what the servers of the benchmarks send: HTTP/1.1 with a content-length. A lost connection is opened again by the next request.
 */
export function httpConnection(host: string, port: number): HttpConnection {
  const shared = Buffer.allocUnsafe(RECEIVE_BYTES);
  let socket: Socket | null = null;
  let waiting: ((answer: Answer) => void) | null = null;
  let partial: Buffer | null = null;

  function receive(count: number): void {
    const fresh = shared.subarray(0, count);
    const received: Buffer = partial === null ? fresh : Buffer.concat([partial, fresh]);
    const answer = readAnswer(received);
    if (answer === undefined) partial = partial === null ? Buffer.from(received) : received;
    else finish(answer);
  }

  function finish(answer: Answer): void {
    const callback = waiting;
    waiting = null;
    partial = null;
    callback?.(answer);
  }

  function open(): Socket {
    const opened = connect({
      host,
      port,
      noDelay: true,
      onread: {
        buffer: shared,
        callback: (count) => {
          receive(count);
          return true;
        },
      },
    });
    const lost = (): void => {
      if (socket !== opened) return;
      socket = null;
      if (waiting !== null) finish({ status: 0, body: 'the connection was lost' });
    };
    opened.on('error', lost);
    opened.on('close', lost);
    return opened;
  }

  return {
    send(request, onAnswer) {
      waiting = onAnswer;
      socket ??= open();
      socket.write(request, 'latin1');
    },
    close() {
      const closing = socket;
      socket = null;
      closing?.destroy();
    },
  };
}

/** The answer once it is complete, undefined before. */
function readAnswer(received: Buffer): Answer | undefined {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const status = digitsAt(received, STATUS_AT);
  const bodyAt = headEnd + HEAD_END.length;
  const nameAt = received.indexOf(LENGTH_NAME);
  const length = nameAt < 0 || nameAt > headEnd ? 0 : digitsAt(received, nameAt + LENGTH_NAME.length);
  if (received.length < bodyAt + length) return undefined;
  return { status, body: status < FIRST_FAILURE_STATUS ? '' : received.toString('utf8', bodyAt, bodyAt + length) };
}

function digitsAt(bytes: Buffer, start: number): number {
  let value = 0;
  for (let at = start; ; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return value;
    value = value * 10 + digit;
  }
}
