import type { LogRecord, RemoteLog } from '@bourse/application/ports/log.ts';

/** A record and where it was found. */
export interface FoundRecord {
  readonly partition: number;
  readonly position: bigint;
  readonly record: LogRecord;
}

/** A record without headers whose value is the JSON of `content`. */
export function jsonRecord(key: string, content: unknown): LogRecord {
  return { key, value: JSON.stringify(content), headers: {} };
}

/** All records of a topic, partition by partition, in the order of their positions. Throws RangeError when positions have a gap. */
export async function readAll(log: RemoteLog, topic: string): Promise<FoundRecord[]> {
  const found: FoundRecord[] = [];
  for (const partition of log.partitions(topic)) {
    found.push(...(await readPartition(log, topic, partition, 0n)));
  }
  return found;
}

/** Position and value of each record of a partition from a position on. */
export async function located(
  log: RemoteLog,
  topic: string,
  partition: number,
  from = 0n,
): Promise<[bigint, string][]> {
  const found = await readPartition(log, topic, partition, from);
  return found.map(({ position, record }) => [position, record.value]);
}

/** The records of a partition. */
export async function recordsOf(log: RemoteLog, topic: string, partition: number): Promise<LogRecord[]> {
  return (await readPartition(log, topic, partition, 0n)).map(({ record }) => record);
}

async function readPartition(log: RemoteLog, topic: string, partition: number, from: bigint): Promise<FoundRecord[]> {
  const found: FoundRecord[] = [];
  let next = from;
  for (;;) {
    const batches = await log.read(topic, partition, next, 1_000);
    if (batches.length === 0) return found;
    for (const { basePosition, records } of batches) {
      if (basePosition > next)
        throw new RangeError(`positions ${next} to ${basePosition} of ${topic}/${partition} are missing`);
      for (const [index, record] of records.entries()) {
        const position = basePosition + BigInt(index);
        if (position >= next) found.push({ partition, position, record });
      }
      next = basePosition + BigInt(records.length);
    }
  }
}
