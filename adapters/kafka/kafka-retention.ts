import type { Admin } from '@platformatic/kafka';
import type { PartitionReader } from './partition-reader.ts';

/** What removing records needs to know of the topics. */
export interface RemovalPorts {
  readonly admin: Pick<Admin, 'deleteRecords' | 'listOffsets'>;
  readonly partitionReader: PartitionReader;
  readonly partitionsOf: (topic: string) => readonly number[];
  readonly nameOf: (topic: string) => string;
}

/** What may be removed: what was appended before a moment, epoch milliseconds, and lies before what is needed of each partition. */
export interface RemovalLimits {
  readonly atMs: number;
  readonly neededFrom: (partition: number) => bigint;
}

/** Times that the broker answers with its oldest record, and the place behind its newest. */
const OLDEST = -2n;
const END = -1n;
/** The answer for a time behind every record. */
const NO_SUCH_RECORD = -1n;

/** Removes whole batches from the beginning of each partition; answers how many records. Throws whatever the client throws. */
export async function removeRecordsBefore(
  { admin, partitionReader, partitionsOf, nameOf }: RemovalPorts,
  topic: string,
  { atMs, neededFrom }: RemovalLimits,
): Promise<number> {
  const name = nameOf(topic);
  const partitions = partitionsOf(topic);
  const [oldest, young, ends] = await Promise.all(
    [OLDEST, BigInt(atMs), END].map((time) => offsetsAt(admin, name, partitions, time)),
  );
  const removals: { readonly partition: number; readonly offset: bigint; readonly records: number }[] = [];
  for (const partition of partitions) {
    const start = oldest?.get(partition) ?? 0n;
    const firstYoung = young?.get(partition) ?? NO_SUCH_RECORD;
    const old = firstYoung === NO_SUCH_RECORD ? (ends?.get(partition) ?? 0n) : firstYoung;
    const wanted = old < neededFrom(partition) ? old : neededFrom(partition);
    if (wanted <= start) continue;
    // A batch stays whole: where it begins is told by the batch that holds the offset.
    const [batch] = await partitionReader.read(topic, partition, wanted, 1);
    const offset = batch !== undefined && batch.basePosition < wanted ? batch.basePosition : wanted;
    if (offset > start) removals.push({ partition, offset, records: Number(offset - start) });
  }
  if (removals.length === 0) return 0;
  const places = removals.map(({ partition, offset }) => ({ partition, offset }));
  await admin.deleteRecords({ topics: [{ name, partitions: places }] });
  return removals.reduce((sum, { records }) => sum + records, 0);
}

async function offsetsAt(
  admin: RemovalPorts['admin'],
  name: string,
  partitions: readonly number[],
  timestamp: bigint,
): Promise<ReadonlyMap<number, bigint>> {
  const [answer] = await admin.listOffsets({
    topics: [{ name, partitions: partitions.map((partitionIndex) => ({ partitionIndex, timestamp })) }],
  });
  return new Map((answer?.partitions ?? []).map(({ partitionIndex, offset }) => [partitionIndex, offset]));
}
