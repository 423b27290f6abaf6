import type { LogBatch } from '@bourse/application/ports/log.ts';

/**
 * Remembers the newest batches of each partition, so that a consumer in the same process is handed them instead of reading them back.
 * Bounded by records for each partition; older batches are read from the database.
 */
export interface TailCache {
  /** Adds a batch that is durable. A gap to what is remembered starts the memory anew; one that comes late is left out. */
  add(batch: LogBatch): void;
  /** Batches from a position on until `maxRecords`; undefined when the memory does not hold that position. */
  read(topic: string, partition: number, from: bigint, maxRecords: number): readonly LogBatch[] | undefined;
}

interface Tail {
  batches: LogBatch[];
  records: number;
  end: bigint;
}

/** How much is remembered, and whether nobody else writes. */
export interface TailCacheOptions {
  /** Most records remembered of each partition. */
  readonly maxRecords: number;
  /** True when every append goes through this memory: then its end is the end of the partition, and nobody need ask the database. */
  readonly soleWriter: boolean;
}

/** Makes an empty memory. */
export function createTailCache({ maxRecords, soleWriter }: TailCacheOptions): TailCache {
  const tails = new Map<string, Tail>();
  return {
    add(batch) {
      const id = `${batch.topic}/${batch.partition}`;
      const known = tails.get(id);
      if (known !== undefined && batch.basePosition < known.end) return;
      const tail = known?.end === batch.basePosition ? known : { batches: [], records: 0, end: batch.basePosition };
      tails.set(id, tail);
      tail.batches.push(batch);
      tail.records += batch.records.length;
      tail.end = batch.basePosition + BigInt(batch.records.length);
      forgetOldest(tail, maxRecords);
    },
    read(topic, partition, from, max) {
      const tail = tails.get(`${topic}/${partition}`);
      const first = tail?.batches[0];
      if (tail === undefined || first === undefined || from < first.basePosition) return undefined;
      if (from >= tail.end) return soleWriter ? [] : undefined;
      return takeFrom(tail.batches, from, max);
    },
  };
}

function forgetOldest(tail: Tail, maxRecords: number): void {
  let forgotten = 0;
  while (tail.records > maxRecords && forgotten < tail.batches.length - 1) {
    tail.records -= tail.batches[forgotten]?.records.length ?? 0;
    forgotten += 1;
  }
  if (forgotten > 0) tail.batches = tail.batches.slice(forgotten);
}

/** The batch that holds `from` and those behind it; searched from the end, where consumers usually are. */
function takeFrom(batches: readonly LogBatch[], from: bigint, maxRecords: number): readonly LogBatch[] {
  let start = batches.length - 1;
  while (start > 0 && (batches[start]?.basePosition ?? 0n) > from) start -= 1;
  const taken: LogBatch[] = [];
  let records = 0;
  for (let index = start; index < batches.length && records < maxRecords; index += 1) {
    const batch = batches[index];
    if (batch === undefined) break;
    taken.push(batch);
    records += batch.records.length;
  }
  return taken;
}
