import type { Log } from '@bourse/application/ports/log.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import { expect, it } from 'vitest';
import { isFault } from '@bourse/application/ports/fault.ts';
import { contractSuite } from '../support/contract-suite.ts';
import type { LogShape } from './log.contract.ts';
import { jsonRecord, located, readAll } from './log-reading.ts';

/** A log with the topics asked for, and transactions that it can take part in. */
export interface TransactionalLogSubject {
  readonly log: Log;
  readonly transactions: Transactions;
}

const GENEROUS = { maxWaitingAppends: 50_000, maxValueBytes: 100_000 };

/** What a log has to do that takes part in transactions. `open` is asked for topics that have never been used. */
export function transactionalLogContract(
  adapter: string,
  open: (shape: LogShape) => Promise<TransactionalLogSubject>,
): void {
  let opened = 0;
  const openFor = async (partitions: number) => {
    opened += 1;
    const topic = `within-${opened}`;
    const other = `within-other-${opened}`;
    const subject = await open({ ...GENEROUS, topics: { [topic]: partitions, [other]: 1 } });
    return { ...subject, topic, other };
  };

  contractSuite('Log within transactions', adapter, () => {
    it('appends within a transaction when it commits, not before', async () => {
      const { log, transactions, topic } = await openFor(1);
      let told = 0;
      log.onAppended(topic, () => (told += 1));
      await log.append(topic, [jsonRecord('a', 1)]);
      const toldBefore = told;
      await transactions.run(async (transaction) => {
        await log.appendWithin(transaction, topic, [jsonRecord('a', 2), jsonRecord('a', 3)]);
        expect(await log.read(topic, 0, 1n, 10)).toEqual([]);
        expect(told).toBe(toldBefore);
      });
      await expect.poll(() => told).toBeGreaterThan(toldBefore);
      await log.append(topic, [jsonRecord('a', 4)]);
      expect(await located(log, topic, 0)).toEqual([
        [0n, '1'],
        [1n, '2'],
        [2n, '3'],
        [3n, '4'],
      ]);
    });

    it('appends nothing when the transaction rolls back, and leaves no gap', async () => {
      const { log, transactions, topic } = await openFor(1);
      let told = 0;
      log.onAppended(topic, () => (told += 1));
      const failure = new RangeError('a bug');
      const failing = transactions.run(async (transaction) => {
        await log.appendWithin(transaction, topic, [jsonRecord('a', 'never')]);
        throw failure;
      });
      await expect(failing).rejects.toBe(failure);
      expect(told).toBe(0);
      expect(await log.end(topic, 0)).toBe(0n);
      await log.append(topic, [jsonRecord('a', 1)]);
      expect(await located(log, topic, 0)).toEqual([[0n, '1']]);
    });

    it('appends where a transaction expects its partitions to end, and undoes it where they do not', async () => {
      const { log, transactions, topic } = await openFor(1);
      const startingAt = (start: bigint, value: number) =>
        transactions.run((transaction) =>
          log.appendWithin(transaction, topic, [jsonRecord('a', value), jsonRecord('a', value)], new Map([[0, start]])),
        );
      await startingAt(0n, 1);
      for (const wrong of [0n, 1n, 3n]) {
        await expect(startingAt(wrong, 2)).rejects.toSatisfy((error) => isFault(error, 'conflict'));
      }
      await startingAt(2n, 3);
      expect((await located(log, topic, 0)).map(([, value]) => value)).toEqual(['1', '1', '3', '3']);
    });

    it('keeps appends within transactions and beside them in one order without gaps', async () => {
      const { log, transactions, topic, other } = await openFor(2);
      await Promise.all(
        Array.from({ length: 60 }, async (_, count) => {
          const records = ['a', 'b', 'c'].map((key) => jsonRecord(key, `${count}${key}`));
          if (count % 2 === 0) return log.append(topic, records);
          const failing = count % 3 === 0;
          const work = transactions.run(async (transaction) => {
            await log.appendWithin(transaction, topic, records);
            await log.appendWithin(transaction, other, [jsonRecord('a', count)]);
            if (failing) throw new Error('rolled back');
          });
          return failing ? expect(work).rejects.toThrow('rolled back') : work;
        }),
      );
      const committed = 30 + 20;
      const everything = await readAll(log, topic);
      expect(everything).toHaveLength(committed * 3);
      expect(new Set(everything.map(({ record }) => record.value)).size).toBe(committed * 3);
      expect(await log.end(other, 0)).toBe(20n);
    });
  });
}
