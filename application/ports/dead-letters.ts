import type { LogPlace, LogRecord } from './log.ts';
import type { Transaction } from './transactions.ts';

/** A record that could not be processed, and where it came from. */
export interface DeadLetter {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly position: bigint;
  readonly record: LogRecord;
  /** What went wrong, in words for an operator. */
  readonly reason: string;
  /** Which step failed. */
  readonly step: 'decode' | 'decide' | 'save';
  readonly atMs: number;
}

/** A dead letter as it is listed. Its texts are cut at LISTED_CHARACTERS: a record may be a megabyte. */
export interface ListedDeadLetter {
  /** Grows with the time at which it was stored. */
  readonly id: bigint;
  readonly letter: DeadLetter;
  /** Characters of the whole record. */
  readonly valueLength: number;
}

/** Most characters that a list shows of each text of a dead letter. */
export const LISTED_CHARACTERS = 4_000;

/** Keeps records that could not be processed, so that they do not block their partition. */
export interface DeadLetters {
  /** Stores within the transaction that moves past the records; the same record of a group is stored once. */
  add(transaction: Transaction, letters: readonly DeadLetter[]): Promise<void>;
  /** One answer for each place of a topic: the letter that a group has there, undefined where it has none. Throws Fault('unavailable'). */
  find(group: string, topic: string, places: readonly LogPlace[]): Promise<readonly (DeadLetter | undefined)[]>;
  /** Those that wait for an operator, newest first, behind the one with this id; null begins with the newest. Throws Fault('unavailable'). */
  list(after: bigint | null, limit: number): Promise<readonly ListedDeadLetter[]>;
  /** How many wait for an operator. Throws Fault('unavailable'). */
  depth(): Promise<number>;
}
