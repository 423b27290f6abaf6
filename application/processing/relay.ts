import type { LogRecord, RemoteLog } from '../ports/log.ts';
import type { Located, Processor } from './processor.ts';

/** Which topic of the database is published, and as which topic elsewhere. */
export interface RelayRoute {
  readonly from: string;
  readonly to: string;
}

/** The header with the number of an event within its partition: consumers drop every number that they have seen. */
export const EVENT_NUMBER_HEADER = 'event-number';

/** The consumer group of every relay. */
export const RELAY_GROUP = 'relay';

const MAX_BATCH_RECORDS = 2_000;

/**
 * Publishes a topic of the database in order to the same partitions of a topic elsewhere, which must have as many. It publishes before its
 * position moves, so after a failure it looks at the newest number there and goes on behind it. Only another relay that was thought
 * dead can still publish something twice: then the number tells.
 */
export function createRelay(target: RemoteLog, { from, to }: RelayRoute): Processor<LogRecord, null> {
  /** The newest number published in each partition. */
  const published = new Map<number, bigint>();

  async function newestNumber(partition: number): Promise<bigint> {
    const known = published.get(partition);
    if (known !== undefined) return known;
    const end = await target.end(to, partition);
    if (end === 0n) return -1n;
    const newest = (await target.read(to, partition, end - 1n, 1)).at(-1)?.records.at(-1);
    // A topic that others append to as well may end with a record of theirs: then something may come twice.
    return BigInt(newest?.headers[EVENT_NUMBER_HEADER] ?? -1n);
  }

  return {
    group: RELAY_GROUP,
    topic: from,
    maxBatchRecords: MAX_BATCH_RECORDS,
    decode: (record) => record,
    async prepare(commands) {
      const missing: LogRecord[] = [];
      for (const [partition, located] of Map.groupBy(commands, (command) => command.partition)) {
        const newest = await newestNumber(partition);
        missing.push(...located.filter(({ position }) => position > newest).map(numbered));
      }
      await target.append(to, missing);
      for (const { partition, position } of commands) published.set(partition, position);
    },
    decide: () => null,
    save: () => Promise.resolve(),
    committed: () => undefined,
    discard: () => published.clear(),
  };
}

function numbered({ record, position }: Located<LogRecord>): LogRecord {
  return { ...record, headers: { ...record.headers, [EVENT_NUMBER_HEADER]: String(position) } };
}
