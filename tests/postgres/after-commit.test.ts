import type { Transaction, Transactions } from '@bourse/application/ports/transactions.ts';
import { afterCommit, createPostgresTransactions, sqlOf } from '@bourse/postgres/postgres-transactions.ts';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';

const postgres = databaseOfThisFile();

type Run = <Answer>(transactions: Transactions, work: (transaction: Transaction) => Promise<Answer>) => Promise<Answer>;

const RUNS: readonly (readonly [string, Run])[] = [
  ['a transaction', (transactions, work) => transactions.run(work)],
  ['a transaction that is handed over at once', (transactions, work) => transactions.runAtOnce(work)],
  ['a transaction in order', (transactions, work) => transactions.inOrder().runAtOnce(work)],
];

it.each(RUNS)(
  '%s has committed although somebody who is told of it throws, and the others are told',
  async (_, run) => {
    const failures: unknown[] = [];
    const told: string[] = [];
    const bug = new RangeError('a bug of a listener');
    const transactions = createPostgresTransactions(postgres().database, (error) => failures.push(error));
    const answer = await run(transactions, async (transaction) => {
      afterCommit(transaction, () => told.push('first'));
      afterCommit(transaction, () => {
        throw bug;
      });
      afterCommit(transaction, () => told.push('last'));
      const { rows } = await sql<{ answer: number }>`SELECT 7 AS answer`.execute(sqlOf(transaction));
      return rows;
    });
    expect(answer).toEqual([{ answer: 7 }]);
    expect(told).toEqual(['first', 'last']);
    expect(failures).toEqual([bug]);
  },
);
