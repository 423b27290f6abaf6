import type { LogBatch } from './log.ts';

/** How processes that share a log in the database tell each other of appends. Hints only: losing one costs a poll interval. */
export interface LogNotifications {
  /** Tells the other processes. */
  tell(batches: readonly LogBatch[]): void;
  /** Calls back when another process has appended, with the batch itself where that came along. */
  listen(hint: (topic: string, partition: number, batch?: LogBatch) => void): void;
  close(): Promise<void>;
}
