import type { BulkReader, BulkText } from './bulk-piece.ts';
import { createPieceJoiner } from './bulk-piece.ts';

const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);

/** Makes a reader of lines (NDJSON) of at most `maxBytes` each. A line that is too long or no UTF-8 does not spoil the others. */
export function createLineReader(maxBytes: number): BulkReader {
  const line = createPieceJoiner(maxBytes);
  return {
    brokenAt: null,
    push(bytes) {
      const texts: BulkText[] = [];
      let from = 0;
      for (let to = bytes.indexOf(NEWLINE); to !== -1; to = bytes.indexOf(NEWLINE, from)) {
        texts.push(line.complete(bytes, from, to));
        from = to + 1;
      }
      line.keep(bytes, from, bytes.length);
      return texts;
    },
    end: () => (line.isEmpty() ? [] : [line.complete(NOTHING, 0, 0)]),
  };
}
