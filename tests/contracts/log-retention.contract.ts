import type { Log, LogRecord } from '@bourse/application/ports/log.ts';
import type { LogPositions } from '@bourse/application/ports/log-positions.ts';
import type { LogRetention } from '@bourse/application/ports/log-retention.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import { expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';

/** A log with one topic of two partitions, empty and read by nobody. */
export interface LogRetentionSubject {
  readonly log: Log;
  readonly positions: LogPositions;
  readonly transactions: Transactions;
  readonly retention: LogRetention;
  readonly topic: string;
  /** A moment behind everything appended so far and before everything appended from now on, epoch milliseconds. */
  readonly between: () => Promise<number>;
}

const LIMIT = 1_000;
const record = (value: number, key = 'key'): LogRecord => ({ key, value: `${value}`, headers: {} });

/** What removing old records has to leave alone, whatever the log is kept in. */
export function logRetentionContract(adapter: string, open: () => Promise<LogRetentionSubject>): void {
  const openLog = async () => {
    const subject = await open();
    const { log, positions, transactions, topic } = subject;
    /** Appends batches one by one; all of one key, so of one partition. */
    const append = async (...values: readonly number[]) => {
      for (const value of values) await log.append(topic, [record(value)]);
    };
    const partitions = log.partitions(topic);
    const values = async (from = 0n) => {
      const batches = await Promise.all(partitions.map((partition) => log.read(topic, partition, from, LIMIT)));
      return batches.flat().flatMap(({ records }) => records.map(({ value }) => Number(value)));
    };
    /** Takes all partitions for a group and moves it on. */
    const moveTo = async (group: string, position: bigint) => {
      for (const partition of partitions) {
        const taken = await positions.take({ group, topic, partition });
        const to = position < taken.position ? taken.position : position;
        const step = { partition, from: taken.position, to, epoch: taken.epoch };
        await transactions.run((transaction) => positions.advance(transaction, group, topic, [step]));
      }
    };
    const end = async () => {
      const ends = await Promise.all(partitions.map((partition) => log.end(topic, partition)));
      return ends.reduce((sum, each) => sum + each, 0n);
    };
    return { ...subject, append, values, moveTo, end };
  };

  contractSuite('LogRetention', adapter, () => {
    it('removes what is old enough when no group reads the topic', async () => {
      const { append, between, retention, values } = await openLog();
      await append(1, 2);
      const atMs = await between();
      await append(3);
      expect(await retention.removeBefore(atMs, LIMIT)).toBe(2);
      expect(await values()).toEqual([3]);
    });

    it('removes nothing that is younger, however far its readers are', async () => {
      const { append, between, retention, values, moveTo } = await openLog();
      const atMs = await between();
      await append(1, 2);
      await moveTo('readers', 2n);
      expect(await retention.removeBefore(atMs, LIMIT)).toBe(0);
      expect(await values()).toEqual([1, 2]);
    });

    it('removes nothing that one of the groups has not read yet', async () => {
      const { append, between, retention, values, moveTo } = await openLog();
      await append(1, 2, 3);
      const atMs = await between();
      await moveTo('quick', 3n);
      await moveTo('slow', 1n);
      expect(await retention.removeBefore(atMs, LIMIT)).toBe(1);
      expect(await values()).toEqual([2, 3]);
      await moveTo('slow', 3n);
      expect(await retention.removeBefore(atMs, LIMIT)).toBe(2);
      expect(await values()).toEqual([]);
    });

    it('keeps a batch whole that a group has read only a part of', async () => {
      const { log, topic, between, retention, values, moveTo } = await openLog();
      await log.append(topic, [record(1), record(2)]);
      const atMs = await between();
      await moveTo('readers', 1n);
      expect(await retention.removeBefore(atMs, LIMIT)).toBe(0);
      expect(await values()).toEqual([1, 2]);
    });

    it('minds only the groups of that topic', async () => {
      const { append, between, retention, values, positions, topic } = await openLog();
      await append(1);
      const atMs = await between();
      await positions.take({ group: 'readers', topic: `not ${topic}`, partition: 0 });
      await positions.take({ group: 'readers', topic: `not ${topic}`, partition: 1 });
      expect(await retention.removeBefore(atMs, LIMIT)).toBe(1);
      expect(await values()).toEqual([]);
    });

    it('removes at most as many batches as were asked for, the rest with the next calls', async () => {
      const { append, between, retention, values } = await openLog();
      await append(1, 2, 3, 4, 5);
      const atMs = await between();
      expect(await retention.removeBefore(atMs, 2)).toBe(2);
      expect(await values()).toHaveLength(3);
      expect(await retention.removeBefore(atMs, 2)).toBe(2);
      expect(await retention.removeBefore(atMs, 2)).toBe(1);
      expect(await retention.removeBefore(atMs, 2)).toBe(0);
    });

    it('leaves positions as they are: what comes next is numbered on, and a late reader is handed what is left', async () => {
      const { append, between, retention, values, end } = await openLog();
      await append(1, 2);
      await retention.removeBefore(await between(), LIMIT);
      expect(await end()).toBe(2n);
      await append(3);
      expect(await end()).toBe(3n);
      expect(await values(2n)).toEqual([3]);
      expect(await values(0n)).toEqual([3]);
    });
  });
}
