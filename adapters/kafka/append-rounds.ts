import type { LogRecord } from '@bourse/application/ports/log.ts';
import type { PartitionGroup } from '@bourse/core/partitioning/group-by-partition.ts';

/** Consecutive records of a group that go to the broker as one batch. */
export interface AppendBatch {
  readonly group: PartitionGroup<LogRecord>;
  /** Which of the group's records is its first. */
  readonly start: number;
  readonly records: readonly LogRecord[];
}

/** How much one batch and one request may hold, bytes. A record that is larger goes alone. */
export interface RoundLimits {
  readonly batchBytes: number;
  readonly requestBytes: number;
}

interface SizedBatch extends AppendBatch {
  readonly bytes: number;
}

/** What a record takes besides its texts, about. */
const RECORD_OVERHEAD_BYTES = 64;

/**
 * Cuts groups of records, at most one for each partition, into requests that follow each other: each holds at most one batch of a
 * partition, so that the order within a partition is that of the rounds.
 */
export function cutIntoRounds(
  groups: readonly PartitionGroup<LogRecord>[],
  limits: RoundLimits,
): readonly (readonly AppendBatch[])[] {
  const perGroup = groups.map((group) => cutIntoBatches(group, limits.batchBytes));
  const mostBatches = perGroup.reduce((most, batches) => Math.max(most, batches.length), 0);
  const rounds: AppendBatch[][] = [];
  for (let index = 0; index < mostBatches; index += 1) {
    let round: AppendBatch[] = [];
    let bytes = 0;
    for (const batch of perGroup.flatMap((batches) => batches.slice(index, index + 1))) {
      if (round.length > 0 && bytes + batch.bytes > limits.requestBytes) {
        rounds.push(round);
        round = [];
        bytes = 0;
      }
      round.push(batch);
      bytes += batch.bytes;
    }
    rounds.push(round);
  }
  return rounds;
}

function cutIntoBatches(group: PartitionGroup<LogRecord>, maxBytes: number): readonly SizedBatch[] {
  const batches: SizedBatch[] = [];
  let start = 0;
  let bytes = 0;
  const close = (end: number): void => {
    batches.push({ group, start, records: group.records.slice(start, end), bytes });
    start = end;
    bytes = 0;
  };
  group.records.forEach((record, index) => {
    const size = bytesOf(record);
    if (index > start && bytes + size > maxBytes) close(index);
    bytes += size;
  });
  if (start < group.records.length) close(group.records.length);
  return batches;
}

function bytesOf({ key, value, headers }: LogRecord): number {
  let bytes = RECORD_OVERHEAD_BYTES + Buffer.byteLength(key) + Buffer.byteLength(value);
  for (const [name, text] of Object.entries(headers)) bytes += Buffer.byteLength(name) + Buffer.byteLength(text);
  return bytes;
}
