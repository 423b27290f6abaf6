import type { BrokenPlace, BulkReader, BulkText } from './bulk-piece.ts';
import { createPieceJoiner } from './bulk-piece.ts';
import { ARRAY_BEGIN, createItemEndFinder, isBlankByte } from './json-item-end.ts';

/**
 * Makes a reader of the items of one JSON array, each of at most `maxBytes` with the blanks around it. It finds where items end; whether
 * an item is JSON is for who parses it to find out. A general streaming parser took 3.5 µs for a trade against less than 1 µs here, holds
 * an item of any size, and lets a field called __proto__ disappear.
 */
export function createArrayReader(maxBytes: number): BulkReader {
  const item = createPieceJoiner(maxBytes);
  let items = createItemEndFinder();
  let found = 0;
  let place: 'before' | 'inside' | 'behind' = 'before';
  let offset = 0;
  let brokenAt: BrokenPlace | null = null;

  const breakAt = (index: number, message: string): void => {
    brokenAt = { offset: offset + index, message };
  };
  /** Completes an item that ends before a comma or bracket; only `[]` may have none there. */
  const complete = (bytes: Buffer, from: number, to: number, isLast: boolean): BulkText | undefined => {
    const isMissing = items.isBlank();
    const text = item.complete(bytes, from, to);
    if (isMissing && (found > 0 || !isLast)) breakAt(to, 'there is no item between two commas or brackets');
    found += 1;
    items = createItemEndFinder();
    return isMissing ? undefined : text;
  };
  /** Reads inside the array; answers how far. */
  const readItems = (bytes: Buffer, start: number, texts: BulkText[]): number => {
    let from = start;
    for (let index = start; index < bytes.length; index += 1) {
      const end = items.look(bytes[index] ?? 0);
      if (end === 'nothing') continue;
      if (end === 'unopened') {
        breakAt(index, 'there is a "}" that closes nothing');
        return bytes.length;
      }
      const text = complete(bytes, from, index, end === 'array');
      if (text !== undefined) texts.push(text);
      if (brokenAt !== null) return bytes.length;
      from = index + 1;
      if (end === 'array') {
        place = 'behind';
        return from;
      }
    }
    item.keep(bytes, from, bytes.length);
    return bytes.length;
  };

  return {
    get brokenAt() {
      return brokenAt;
    },
    push(bytes) {
      const texts: BulkText[] = [];
      let index = 0;
      while (index < bytes.length && brokenAt === null) {
        const byte = bytes[index] ?? 0;
        if (place === 'inside') {
          index = readItems(bytes, index, texts);
        } else {
          if (place === 'before' && byte === ARRAY_BEGIN) place = 'inside';
          else if (!isBlankByte(byte)) {
            breakAt(index, place === 'before' ? 'it does not begin with "["' : 'something follows the last "]"');
          }
          index += 1;
        }
      }
      offset += bytes.length;
      return texts;
    },
    end() {
      if (place !== 'behind') breakAt(0, 'it ends before its last "]"');
      return [];
    },
  };
}
