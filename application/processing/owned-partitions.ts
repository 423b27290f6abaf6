import { Fault } from '../ports/fault.ts';
import type { Log } from '../ports/log.ts';
import type { LogPositions, PositionStep } from '../ports/log-positions.ts';
import type { Membership, PartitionOwnership } from '../ports/partition-ownership.ts';
import type { Located } from './processor.ts';

interface OwnedPartition {
  position: bigint;
  readonly epoch: bigint;
  mayHaveMore: boolean;
}

/** The partitions a consumer works on right now: where each goes on, under which epoch, and whether it may have more to read. */
export interface OwnedPartitions {
  /**
   * Brings the set up to date with the ownership; takes a new epoch for each partition gained. Answers whether any was: others may have
   * worked on it since, so nothing remembered about it holds. Throws Fault('unavailable').
   */
  renew(): Promise<'gained' | 'unchanged'>;
  /** The next records of all owned partitions, in order within each; empty when there is nothing to do. Throws Fault('unavailable'). */
  next(maxRecords: number): Promise<readonly Located<undefined>[]>;
  /** The steps that a transaction over these records has to make. Throws Fault('fenced') for a partition not owned any more. */
  stepsOf(records: readonly Located<unknown>[]): readonly PositionStep[];
  moved(steps: readonly PositionStep[]): void;
  /** The position that is decided next; undefined for a partition that is not owned. */
  positionOf(partition: number): bigint | undefined;
  /** Gives up what cannot be trusted any more; the next renewal takes it anew if it is still ours. */
  drop(partitions: Iterable<number>): void;
  markAppended(partition: number): void;
  markAll(): void;
  count(): number;
}

/** Starts with no partition owned. */
export function createOwnedPartitions(
  membership: Membership,
  ports: { readonly log: Log; readonly positions: LogPositions; readonly ownership: PartitionOwnership },
): OwnedPartitions {
  const owned = new Map<number, OwnedPartition>();
  const { topic, group } = membership;
  const take = async (partition: number): Promise<void> => {
    const { position, epoch } = await ports.positions.take({ group, topic, partition });
    owned.set(partition, { position, epoch, mayHaveMore: true });
  };
  const readOne = async (partition: number, state: OwnedPartition, maxRecords: number) => {
    state.mayHaveMore = false;
    const batches = await ports.log.read(topic, partition, state.position, maxRecords);
    const records = batches.flatMap((batch) => locate(batch.partition, batch.basePosition, batch.records));
    // The limit counts what lies before the position too, so that reaching it says that there may be more.
    if (records.length >= maxRecords) state.mayHaveMore = true;
    return records.filter(({ position }) => position >= state.position);
  };

  return {
    async renew() {
      const mine = new Set(await ports.ownership.claim(membership));
      for (const partition of owned.keys()) if (!mine.has(partition)) owned.delete(partition);
      const gained = [...mine].filter((partition) => !owned.has(partition));
      for (const partition of gained) await take(partition);
      return gained.length > 0 ? 'gained' : 'unchanged';
    },
    async next(maxRecords) {
      const records: Located<undefined>[] = [];
      for (const [partition, state] of [...owned]) {
        if (!state.mayHaveMore) continue;
        if (records.length >= maxRecords) break;
        // Next time it comes behind the others, or a busy partition would keep them waiting for ever.
        owned.delete(partition);
        owned.set(partition, state);
        try {
          for (const record of await readOne(partition, state, maxRecords - records.length)) records.push(record);
        } catch (error) {
          for (const other of owned.values()) other.mayHaveMore = true;
          throw error;
        }
      }
      return records;
    },
    stepsOf(records) {
      const steps = new Map<number, PositionStep>();
      for (const { partition, position } of records) {
        const epoch = owned.get(partition)?.epoch;
        if (epoch === undefined) throw new Fault('fenced', `partition ${partition} of ${topic} is not owned any more`);
        const from = steps.get(partition)?.from ?? position;
        steps.set(partition, { partition, from, to: position + 1n, epoch });
      }
      return [...steps.values()];
    },
    moved(steps) {
      for (const { partition, to } of steps) {
        const state = owned.get(partition);
        if (state !== undefined) state.position = to;
      }
    },
    positionOf: (partition) => owned.get(partition)?.position,
    drop(partitions) {
      for (const partition of partitions) owned.delete(partition);
    },
    markAppended(partition) {
      const state = owned.get(partition);
      if (state !== undefined) state.mayHaveMore = true;
    },
    markAll() {
      for (const state of owned.values()) state.mayHaveMore = true;
    },
    count: () => owned.size,
  };
}

/** Gives records that follow each other their places. */
export function locate(
  partition: number,
  basePosition: bigint,
  records: readonly Located<undefined>['record'][],
): Located<undefined>[] {
  return records.map((record, index) => ({
    partition,
    position: basePosition + BigInt(index),
    record,
    value: undefined,
  }));
}
