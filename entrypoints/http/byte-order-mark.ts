import type { BulkReader } from './bulk-piece.ts';

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Lets a reader begin behind the UTF-8 byte order mark of a body that has one: spreadsheets and editors write it, and a parser may pass
 * over it (RFC 8259, section 8.1). Only what stands at the very beginning is a mark.
 */
export function behindByteOrderMark(reader: BulkReader): BulkReader {
  let hasBegun = false;
  let matched = 0;
  const readMatched = () => reader.push(MARK.subarray(0, matched));
  return {
    get brokenAt() {
      const place = reader.brokenAt;
      return place === null || matched < MARK.length ? place : { ...place, offset: place.offset + MARK.length };
    },
    push(bytes) {
      if (hasBegun) return reader.push(bytes);
      let from = 0;
      for (; from < bytes.length && matched < MARK.length && bytes[from] === MARK[matched]; from += 1) matched += 1;
      if (from === bytes.length) return [];
      hasBegun = true;
      const before = matched < MARK.length ? readMatched() : [];
      return [...before, ...reader.push(bytes.subarray(from))];
    },
    end() {
      const before = hasBegun || matched === MARK.length ? [] : readMatched();
      return reader.brokenAt === null ? [...before, ...reader.end()] : before;
    },
  };
}
