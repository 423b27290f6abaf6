import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import type { Log } from '@bourse/application/ports/log.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import { DEFAULT_LOG_LIMITS, openPostgresLog } from '@bourse/postgres/log/postgres-log.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';
import { recordsOf } from './log-reading.ts';
import type { TransactionsSubject } from './transactions.contract.ts';
import { transactionsContract } from './transactions.contract.ts';

const postgres = databaseOfThisFile();
let opened = 0;

transactionsContract('memory', async () => {
  const log = createMemoryLog({ ...DEFAULT_LOG_LIMITS, topics: { notes: 1 } });
  return subjectOf(log, createMemoryTransactions(), 'notes');
});

transactionsContract('postgres', async () => {
  const { database } = postgres();
  opened += 1;
  const topic = `notes-${opened}`;
  const log = await openPostgresLog(database, { ...DEFAULT_LOG_LIMITS, topics: { [topic]: 1 } });
  return subjectOf(log, createPostgresTransactions(database), topic);
});

function subjectOf(log: Log, transactions: Transactions, topic: string): TransactionsSubject {
  return {
    transactions,
    write: (transaction, records) => log.appendWithin(transaction, topic, records),
    written: async () => (await recordsOf(log, topic, 0)).map(({ value }) => value),
  };
}
