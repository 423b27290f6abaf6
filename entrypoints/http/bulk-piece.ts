import { isUtf8 } from 'node:buffer';

/** The text of one line or item of a body that comes in pieces, or why it has none. */
export type BulkText = string | UnreadableText;

/** Why a line or item cannot be read; `message` follows "the line". */
export interface UnreadableText {
  readonly message: string;
}

/** Cuts a body that comes in pieces into texts. Where the body was cut into pieces makes no difference to what is answered. */
export interface BulkReader {
  /** Takes the next bytes of the body and answers the texts that they complete, in order. */
  push(bytes: Buffer): readonly BulkText[];
  /** The body has ended: answers the texts that this completes. */
  end(): readonly BulkText[];
  /** What makes the body no document of its kind; null while nothing does. Nothing behind it is read. */
  readonly brokenAt: BrokenPlace | null;
}

/** Where and why a body is no document. */
export interface BrokenPlace {
  /** Bytes of the body before it, after decompression. */
  readonly offset: number;
  readonly message: string;
}

/** Puts the text of one line or item together from the pieces in which it came. */
export interface PieceJoiner {
  /** Keeps the beginning, or the next part, of a text that is not complete. */
  keep(bytes: Buffer, from: number, to: number): void;
  /** Completes a text with its last part and begins the next. */
  complete(bytes: Buffer, from: number, to: number): BulkText;
  /** Whether nothing of the next text has come. */
  isEmpty(): boolean;
}

/** Makes a joiner for texts of at most `maxBytes`; it holds no more than so many, whatever comes. */
export function createPieceJoiner(maxBytes: number): PieceJoiner {
  const tooLong: UnreadableText = { message: `is longer than ${maxBytes} bytes` };
  const held = Buffer.allocUnsafe(maxBytes);
  // More than maxBytes: the text is too long, and its bytes are counted only.
  let heldBytes = 0;
  const keep = (bytes: Buffer, from: number, to: number): void => {
    if (heldBytes + to - from <= maxBytes) bytes.copy(held, heldBytes, from, to);
    heldBytes += to - from;
  };
  return {
    keep,
    complete(bytes, from, to) {
      if (heldBytes === 0) return to - from > maxBytes ? tooLong : textOf(bytes.subarray(from, to));
      keep(bytes, from, to);
      const length = heldBytes;
      heldBytes = 0;
      return length > maxBytes ? tooLong : textOf(held.subarray(0, length));
    },
    isEmpty: () => heldBytes === 0,
  };
}

const NOT_UTF_8: UnreadableText = { message: 'is not valid UTF-8' };

function textOf(bytes: Buffer): BulkText {
  return isUtf8(bytes) ? bytes.toString('utf8') : NOT_UTF_8;
}
