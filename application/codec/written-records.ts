import type { LogRecord } from '../ports/log.ts';

/** Records as one codec has written them, with what they were written from. */
export interface WrittenRecords<Value> {
  /** The record, which remembers its value. */
  write(value: Value, record: LogRecord): LogRecord;
  /** What a record was written from; undefined for one that came from elsewhere, was taken before, or is not among the newest. */
  take(record: LogRecord): Value | undefined;
}

/** Values remembered at a time: those of a few batches, which is as long as a record takes to its first reader in the same process. */
const REMEMBERED = 2_048;

/**
 * Makes the memory of a codec. Who reads a record first in the process that wrote it need not read its text. The log keeps records far longer than that, so
 * a value is forgotten when it was taken, or when as many others have been written.
 */
export function createWrittenRecords<Value extends object>(): WrittenRecords<Value> {
  class WrittenRecord implements LogRecord {
    readonly key: string;
    readonly value: string;
    readonly headers: Readonly<Record<string, string>>;
    #from: Value | undefined;

    constructor(from: Value, { key, value, headers }: LogRecord) {
      this.key = key;
      this.value = value;
      this.headers = headers;
      this.#from = from;
    }

    static take(record: LogRecord): Value | undefined {
      if (!(#from in record)) return undefined;
      const from = record.#from;
      record.#from = undefined;
      return from;
    }
  }

  const newest: WrittenRecord[] = [];
  let next = 0;
  return {
    write(value, record) {
      const written = new WrittenRecord(value, record);
      const oldest = newest[next];
      if (oldest !== undefined) WrittenRecord.take(oldest);
      newest[next] = written;
      next = (next + 1) % REMEMBERED;
      return written;
    },
    take: (record) => WrittenRecord.take(record),
  };
}
