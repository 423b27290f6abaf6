const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** What a byte of a JSON array ends: nothing, an item, the last item with the array; or it cannot be there. */
export type ItemEnd = 'nothing' | 'item' | 'array' | 'unopened';

/** Finds where the items of a JSON array end, byte by byte from behind its "[". */
export interface ItemEndFinder {
  /** Looks at the next byte. */
  look(byte: number): ItemEnd;
  /** Whether there was nothing but blanks since the last item ended. */
  isBlank(): boolean;
}

/**
 * Makes a finder. It looks at brackets, commas and strings alone and takes all brackets for the same; whether an item is JSON is for
 * its parser to find out.
 */
export function createItemEndFinder(): ItemEndFinder {
  let depth = 0;
  let blank = true;
  let isInString = false;
  let isEscaped = false;
  const lookIntoString = (byte: number): void => {
    if (isEscaped) isEscaped = false;
    else if (byte === BACKSLASH) isEscaped = true;
    else if (byte === QUOTE) isInString = false;
  };
  return {
    isBlank: () => blank,
    look(byte) {
      if (isInString) {
        lookIntoString(byte);
        return 'nothing';
      }
      if (depth === 0) {
        if (byte === COMMA) return 'item';
        if (byte === CLOSE_LIST) return 'array';
        if (byte === CLOSE_OBJECT) return 'unopened';
        blank &&= isBlankByte(byte);
      }
      if (byte === QUOTE) isInString = true;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth += 1;
      else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
      return 'nothing';
    },
  };
}

/** Whether a byte is one of the blanks of JSON (RFC 8259, section 2): space, tab, line feed, carriage return. */
export function isBlankByte(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The byte that begins an array. */
export const ARRAY_BEGIN = OPEN_LIST;
