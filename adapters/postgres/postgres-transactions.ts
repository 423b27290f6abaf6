import type { Transaction, Transactions } from '@bourse/application/ports/transactions.ts';
import type { Database, Sql } from './database.ts';

interface OpenTransaction {
  readonly sql: Sql;
  readonly afterCommit: (() => void)[];
}

/** The open PostgreSQL transaction behind each handle. */
const open = new WeakMap<Transaction, OpenTransaction>();

/** The SQL connection of a transaction. Throws TypeError for one that another store opened or that has ended. */
export function sqlOf(transaction: Transaction): Sql {
  return openTransaction(transaction).sql;
}

/** Calls back when the transaction has committed, and not at all when it rolls back. */
export function afterCommit(transaction: Transaction, callback: () => void): void {
  openTransaction(transaction).afterCommit.push(callback);
}

/** Transactions of a PostgreSQL database, at isolation level READ COMMITTED: what must not race is fenced or locked. */
export function createPostgresTransactions(database: Database): Transactions {
  return {
    async run(work) {
      const callbacks: (() => void)[] = [];
      const answer = await database.query((sql) =>
        sql.transaction().execute(async (connection) => {
          const transaction: Transaction = { store: 'postgres' };
          open.set(transaction, { sql: connection, afterCommit: callbacks });
          try {
            return await work(transaction);
          } finally {
            open.delete(transaction);
          }
        }),
      );
      for (const callback of callbacks) callback();
      return answer;
    },
  };
}

function openTransaction(transaction: Transaction): OpenTransaction {
  const found = open.get(transaction);
  if (found === undefined)
    throw new TypeError(`a transaction of ${transaction.store} is not an open PostgreSQL transaction`);
  return found;
}
