import type { ClientMessage, ServerMessage } from './stream-message.ts';

/** Reads a message of the server, which has checked it. Throws SyntaxError or TypeError for what is none. */
export function readMessage(data: unknown): ServerMessage {
  if (typeof data !== 'string') throw new TypeError('a message of the stream is a text');
  const message = JSON.parse(data) as ServerMessage | null;
  if (typeof message?.type !== 'string') throw new TypeError('a message of the stream has a type');
  return message;
}

/** Writes a message of the client. */
export function writeMessage(message: ClientMessage): string {
  return JSON.stringify(message);
}

/** Whether a sequence is behind another one: in some partition it is further. Sequences are written "partition-position", joined by points. */
export function isAfter(sequence: string, other: string | null): boolean {
  const known = positionsOf(other ?? '');
  return [...positionsOf(sequence)].some(([partition, position]) => position > (known.get(partition) ?? -1n));
}

function positionsOf(sequence: string): ReadonlyMap<string, bigint> {
  const parts = sequence === '' ? [] : sequence.split('.');
  return new Map(
    parts.map((part) => {
      const dash = part.indexOf('-');
      return [part.slice(0, dash), BigInt(part.slice(dash + 1))];
    }),
  );
}
