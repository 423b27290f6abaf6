import type { Transaction } from './transactions.ts';

/** One partition as seen by one consumer group. */
export interface GroupPartition {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

/** A step of a consumer group in one partition, made by the holder of `epoch`. */
export interface PositionStep {
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
  readonly epoch: bigint;
}

/** Where a consumer group stands in each partition of a topic; the fence that makes processing exactly once. */
export interface LogPositions {
  /**
   * Takes a partition: later steps of any earlier holder are refused. Answers the position to go on from; for a group that is new
   * there, that of the oldest record that is kept. Throws Fault('unavailable').
   */
  take(partition: GroupPartition): Promise<{ readonly position: bigint; readonly epoch: bigint }>;
  /**
   * Moves on within the caller's transaction, in several partitions at once. Throws Fault('fenced') when one of them has another
   * holder or is not at `from`, so that the transaction cannot commit.
   */
  advance(transaction: Transaction, group: string, topic: string, steps: readonly PositionStep[]): Promise<void>;
  /** The positions of a group by partition; a partition never taken is missing. Throws Fault('unavailable'). */
  positions(group: string, topic: string): Promise<ReadonlyMap<number, bigint>>;
}
