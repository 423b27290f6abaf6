import type { LogBatch } from '@bourse/application/ports/log.ts';

/** How processes that share a log in the database tell each other of appends. Hints only: losing one costs a poll interval. */
export interface LogNotifications {
  /** Tells the other processes. */
  tell(batches: readonly LogBatch[]): void;
  /** Calls back when another process has appended. */
  listen(hint: (topic: string, partition: number) => void): void;
  close(): Promise<void>;
}

/** Tells of members that came or left and of partitions that were given back, in any process, also in this one. */
export interface GroupNews {
  /** Calls back with the consumer group and the topic. Answers the function that stops it. */
  onChanged(listener: (group: string, topic: string) => void): () => void;
}
