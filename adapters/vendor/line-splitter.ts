/** Cuts a stream of text into lines. */
export interface LineSplitter {
  /** Takes the next piece and answers the lines that it completes, without blank ones. Throws RangeError when a line is too long. */
  push(piece: string): readonly string[];
}

/** Makes a splitter for lines of at most `maxLength` characters. */
export function createLineSplitter(maxLength: number): LineSplitter {
  let rest = '';
  return {
    push: (piece) => {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > maxLength) throw new RangeError(`a line is longer than ${maxLength} characters`);
      return lines.filter((line) => line.trim() !== '');
    },
  };
}
