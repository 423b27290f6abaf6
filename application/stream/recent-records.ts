import type { LogRecord } from '../ports/log.ts';

/** The newest records of each partition, so that a client that was away for a moment does not cost a reading of the log. */
export interface RecentRecords {
  /** Adds records; when there is a gap to what is remembered the memory begins anew. */
  add(partition: number, position: bigint, records: readonly LogRecord[]): void;
  /** At most `maxRecords` from a position on; undefined when that is not, or not any more, remembered. */
  read(partition: number, from: bigint, maxRecords: number): readonly LogRecord[] | undefined;
}

interface Remembered {
  base: bigint;
  records: LogRecord[];
}

/** Makes an empty memory of `maxRecords` for each partition; up to twice as many are held, so that forgetting is cheap. */
export function createRecentRecords(maxRecords: number): RecentRecords {
  const partitions = new Map<number, Remembered>();
  return {
    add(partition, position, records) {
      const known = partitions.get(partition);
      const follows = known !== undefined && known.base + BigInt(known.records.length) === position;
      const remembered = follows ? known : { base: position, records: [] };
      partitions.set(partition, remembered);
      for (const record of records) remembered.records.push(record);
      const tooMany = remembered.records.length - maxRecords;
      if (tooMany <= maxRecords) return;
      remembered.records = remembered.records.slice(tooMany);
      remembered.base += BigInt(tooMany);
    },
    read(partition, from, max) {
      const remembered = partitions.get(partition);
      if (remembered === undefined || from < remembered.base) return undefined;
      const start = Number(from - remembered.base);
      return start < remembered.records.length ? remembered.records.slice(start, start + max) : undefined;
    },
  };
}
