/** What an answer of many lines said. */
export interface AnswerSummary {
  /** Lines before the last one. */
  readonly answered: number;
  readonly lastLine: string;
  readonly requestIds: readonly string[];
}

/** Counts the lines of an answer while it arrives, and keeps no more of it than its last line and some request ids. */
export interface AnswerLines {
  push(bytes: Buffer): void;
  /** To be asked when everything has arrived. */
  summary(): AnswerSummary;
}

const LINE_FEED = 10;
const MAX_LINE_BYTES = 65_536;
const MAX_REQUEST_IDS = 200;
const REQUEST_ID = /"request_id":"([^"]+)"/;

/** Makes a counter. Of every so manieth piece one request id is kept. */
export function answerLines(piecesPerSample: number): AnswerLines {
  let pieces = 0;
  let lines = 0;
  let rest = Buffer.alloc(0);
  const requestIds: string[] = [];

  function sample(bytes: Buffer): void {
    const id = REQUEST_ID.exec(bytes.toString('latin1', 0, 400))?.[1];
    if (id !== undefined && requestIds.length < MAX_REQUEST_IDS) requestIds.push(id);
  }

  return {
    push(bytes) {
      let start = 0;
      let lastStart = -1;
      for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, start)) {
        lines += 1;
        lastStart = start;
        start = at + 1;
      }
      if (pieces % piecesPerSample === 0) sample(bytes);
      pieces += 1;
      // The last line may be whole already, and more may follow it: both stay until it is certain.
      if (lastStart <= 0) rest = Buffer.concat([rest, bytes]).subarray(-MAX_LINE_BYTES);
      else rest = Buffer.from(bytes.subarray(lastStart));
    },
    summary() {
      const lastLine = rest.toString('utf8').trimEnd().split('\n').at(-1) ?? '';
      return { answered: Math.max(0, lines - 1), lastLine, requestIds };
    },
  };
}
