/** Removes from the log what every consumer group is done with. */
export interface LogRetention {
  /**
   * Removes at most `limit` batches that were appended before a moment and that no group which reads their topic still needs; answers how
   * many. Throws Fault('unavailable').
   */
  removeBefore(atMs: number, limit: number): Promise<number>;
}
