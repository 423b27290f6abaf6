/** A member of a consumer group that shares the partitions of a topic with others. */
export interface Membership {
  readonly group: string;
  readonly topic: string;
  /** Unique for a running process. */
  readonly member: string;
  readonly partitions: readonly number[];
}

/** Decides which member of a group works on which partition. Being fenced by LogPositions, a wrong answer costs time, never correctness. */
export interface PartitionOwnership {
  /**
   * Says that the member is alive and answers the partitions it may work on until the next call is due, `renewEveryMs` later.
   * Partitions are spread evenly over the members that are alive. Throws Fault('unavailable').
   */
  claim(membership: Membership): Promise<readonly number[]>;
  /** Gives all partitions back at once, for a clean stop. Throws Fault('unavailable'). */
  leave(membership: Membership): Promise<void>;
  readonly renewEveryMs: number;
  /**
   * Calls back when a member came or left, or gave partitions back: a claim may now answer something else, long before it is due. A
   * hint: it may be lost, or come for nothing. Answers the function that stops it.
   */
  onChanged(group: Pick<Membership, 'group' | 'topic'>, listener: () => void): () => void;
}
