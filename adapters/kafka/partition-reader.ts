import type { LogBatch } from '@bourse/application/ports/log.ts';
import type { LeaderRequests } from './leader-requests.ts';
import { decodeBatch } from './record-codec.ts';

/** Reads partitions of a topic in whole batches. */
export interface PartitionReader {
  /** As the log's `read`. Throws Fault('unavailable'). */
  read(topic: string, partition: number, from: bigint, maxRecords: number): Promise<readonly LogBatch[]>;
}

/** One answer of the broker; what of it was not asked for yet is kept for the next read of that partition. */
const FETCH = { waitMs: 0, maxBytes: 1_024 * 1_024 } as const;

/** `nameOf` gives the name that a topic has on Kafka. Of each partition at most one answer of the broker is kept. */
export function createPartitionReader(requests: LeaderRequests, nameOf: (topic: string) => string): PartitionReader {
  const ahead = new Map<string, readonly LogBatch[]>();

  async function fetch(topic: string, partition: number, from: bigint) {
    const where = { topic: nameOf(topic), partition };
    const node = (await requests.leaders([where.topic])).get(where.topic)?.[partition] ?? -1;
    let answer = await requests.fetch(node, [{ ...where, from }], FETCH);
    if (answer === null) {
      const oldest = await requests.offset(where, 'oldest');
      // Beyond the end there is nothing; what lies before the oldest record was removed.
      answer = from < oldest ? await requests.fetch(node, [{ ...where, from: oldest }], FETCH) : null;
    }
    const [found] = answer ?? [];
    const batches = (found?.batches ?? []).map((batch) => decodeBatch(topic, partition, batch));
    return { batches, isAll: endOf(batches, from) >= (found?.end ?? from) };
  }

  return {
    async read(topic, partition, from, maxRecords) {
      const id = `${topic}/${partition}`;
      let kept = ahead.get(id) ?? [];
      ahead.delete(id);
      let next = from;
      let records = 0;
      let atEnd = false;
      const taken: LogBatch[] = [];
      while (records < maxRecords) {
        kept = batchesFrom(kept, next);
        if (kept.length === 0) {
          if (atEnd) break;
          const fetched = await fetch(topic, partition, next);
          kept = fetched.batches;
          atEnd = fetched.isAll;
          if (kept.length === 0) break;
        }
        const [batch] = kept;
        if (batch === undefined) break;
        taken.push(batch);
        records += batch.records.length;
        next = endOf([batch], next);
      }
      ahead.set(id, batchesFrom(kept, next));
      return taken;
    },
  };
}

/** What is left of consecutive batches from a position on; nothing when they begin behind it. */
function batchesFrom(batches: readonly LogBatch[], from: bigint): readonly LogBatch[] {
  const first = batches.findIndex((batch) => endOf([batch], 0n) > from);
  const batch = batches[first];
  return batch === undefined || batch.basePosition > from ? [] : batches.slice(first);
}

function endOf(batches: readonly LogBatch[], otherwise: bigint): bigint {
  const last = batches.at(-1);
  return last === undefined ? otherwise : last.basePosition + BigInt(last.records.length);
}
