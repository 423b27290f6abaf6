import type { LogRecord } from '@bourse/application/ports/log.ts';
import type { Transaction, Transactions } from '@bourse/application/ports/transactions.ts';
import { Fault } from '@bourse/application/ports/fault.ts';
import { expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';

/** Transactions, and something that takes part in them and can be looked at afterwards. */
export interface TransactionsSubject {
  readonly transactions: Transactions;
  readonly write: (transaction: Transaction, records: readonly LogRecord[]) => Promise<void>;
  /** What is durable. */
  readonly written: () => Promise<readonly string[]>;
}

/** What the transactions of every store have to do. */
export function transactionsContract(adapter: string, open: () => Promise<TransactionsSubject>): void {
  const note = (value: string): LogRecord[] => [{ key: 'a', value, headers: {} }];

  contractSuite('Transactions', adapter, () => {
    it('commits when the work is done, and answers what it answers', async () => {
      const { transactions, write, written } = await open();
      const answer = await transactions.run(async (transaction) => {
        await write(transaction, note('1'));
        await write(transaction, note('2'));
        return 'done';
      });
      expect(answer).toBe('done');
      expect(await written()).toEqual(['1', '2']);
    });

    it.each([new Fault('fenced', 'not mine any more'), new RangeError('a bug'), new Error('a bug of another kind')])(
      'undoes everything when the work throws, and throws the same: %s',
      async (failure) => {
        const { transactions, write, written } = await open();
        const run = transactions.run(async (transaction) => {
          await write(transaction, note('1'));
          throw failure;
        });
        await expect(run).rejects.toBe(failure);
        expect(await written()).toEqual([]);
      },
    );

    it('undoes everything also when the work gives up while something is still being written', async () => {
      const { transactions, write, written } = await open();
      const failure = new RangeError('a bug');
      const run = transactions.run(async (transaction) => {
        await Promise.all([write(transaction, note('1')), Promise.reject(failure), write(transaction, note('2'))]);
      });
      await expect(run).rejects.toBe(failure);
      await transactions.run((transaction) => write(transaction, note('3')));
      expect(await written()).toEqual(['3']);
    });

    it('keeps many transactions apart that run at once', async () => {
      const { transactions, write, written } = await open();
      const runs = Array.from({ length: 30 }, async (_, index) => {
        const run = transactions.run(async (transaction) => {
          await write(transaction, note(String(index)));
          if (index % 3 === 0) throw new RangeError('rolled back');
        });
        return index % 3 === 0 ? expect(run).rejects.toThrow('rolled back') : run;
      });
      await Promise.all(runs);
      const expected = Array.from({ length: 30 }, (_, index) => index).filter((index) => index % 3 !== 0);
      expect((await written()).map(Number).sort((one, other) => one - other)).toEqual(expected);
    });

    it('shows nobody else what is not committed yet', async () => {
      const { transactions, write, written } = await open();
      await transactions.run(async (transaction) => {
        await write(transaction, note('1'));
        expect(await written()).toEqual([]);
      });
      expect(await written()).toEqual(['1']);
    });

    it('commits at once what is handed over at once, in its order', async () => {
      const { transactions, write, written } = await open();
      const answer = await transactions.runAtOnce(async (transaction) => {
        await Promise.all([write(transaction, note('1')), write(transaction, note('2'))]);
        return 'done';
      });
      expect(answer).toBe('done');
      expect(await written()).toEqual(['1', '2']);
    });

    it('undoes all that was handed over at once when one of it fails, and goes on with the next transaction', async () => {
      const { transactions, write, written } = await open();
      const failure = new RangeError('a bug');
      const run = transactions.runAtOnce(async (transaction) => {
        await Promise.all([write(transaction, note('1')), Promise.reject(failure), write(transaction, note('2'))]);
      });
      await expect(run).rejects.toBe(failure);
      await transactions.runAtOnce((transaction) => write(transaction, note('3')));
      await transactions.runAtOnce(() => Promise.resolve());
      expect(await written()).toEqual(['3']);
    });

    it('throws what work throws that was to be handed over at once, as it is', async () => {
      const { transactions, write, written } = await open();
      const failure = new Error('a bug');
      const run = transactions.runAtOnce(async (transaction) => {
        const writing = write(transaction, note('1'));
        writing.catch(() => undefined);
        throw failure;
      });
      await expect(run).rejects.toBe(failure);
      expect(await written()).toEqual([]);
    });

    it('keeps many transactions apart that are handed over at once', async () => {
      const { transactions, write, written } = await open();
      const runs = Array.from({ length: 30 }, async (_, index) => {
        const run = transactions.runAtOnce(async (transaction) => {
          const writing = write(transaction, note(String(index)));
          if (index % 3 === 0) throw new RangeError('rolled back');
          await writing;
        });
        return index % 3 === 0 ? expect(run).rejects.toThrow('rolled back') : run;
      });
      await Promise.all(runs);
      const expected = Array.from({ length: 30 }, (_, index) => index).filter((index) => index % 3 !== 0);
      expect((await written()).map(Number).sort((one, other) => one - other)).toEqual(expected);
    });

    it('runs transactions in the order in which they were begun, without waiting for the answers', async () => {
      const { transactions, write, written } = await open();
      const line = transactions.inOrder();
      const numbers = Array.from({ length: 20 }, (_, index) => String(index));
      await Promise.all(numbers.map((number) => line.runAtOnce((transaction) => write(transaction, note(number)))));
      await line.runAtOnce((transaction) => write(transaction, note('behind')));
      expect(await written()).toEqual([...numbers, 'behind']);
    });

    it('goes on with the transactions behind one that fails', async () => {
      const { transactions, write, written } = await open();
      const line = transactions.inOrder();
      const failure = new RangeError('a bug');
      const runs = [
        line.runAtOnce((transaction) => write(transaction, note('1'))),
        line.runAtOnce(() => Promise.reject(failure)),
      ];
      const [before, failed] = await Promise.allSettled(runs);
      expect([before?.status, failed]).toEqual(['fulfilled', { status: 'rejected', reason: failure }]);
      await line.runAtOnce((transaction) => write(transaction, note('2')));
      expect(await written()).toEqual(['1', '2']);
    });

    it('refuses the use of a transaction that has ended, or that another store opened, as a bug', async () => {
      const { transactions, write, written } = await open();
      const ended = await transactions.run((transaction) => Promise.resolve(transaction));
      await expect(write(ended, note('1'))).rejects.toThrow(TypeError);
      await expect(write({ store: 'elsewhere' }, note('2'))).rejects.toThrow(TypeError);
      expect(await written()).toEqual([]);
    });
  });
}
