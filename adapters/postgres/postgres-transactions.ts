import type { Transaction, Transactions } from '@bourse/application/ports/transactions.ts';
import type { KyselyPlugin } from 'kysely';
import { sql as statement } from 'kysely';
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
          const gate = createGate();
          open.set(transaction, { sql: connection.withPlugin(gate.plugin), afterCommit: callbacks });
          try {
            return await work(transaction);
          } catch (error) {
            gate.close();
            await lastStatement(connection);
            throw error;
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

/**
 * Work that handed over several statements gives up with the first that fails, while others still wait for their turn on the connection.
 * Behind the ROLLBACK they would take effect on their own; so nothing new is let in and what waits is waited for.
 */
function createGate(): { readonly plugin: KyselyPlugin; close(): void } {
  let closed = false;
  return {
    plugin: {
      transformQuery({ node }) {
        if (closed) throw new TypeError('a statement came after its transaction had failed');
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    },
    close() {
      closed = true;
    },
  };
}

/** Statements of a connection run one after another: when this one has had its turn, so have all before it. It may well fail. */
async function lastStatement(connection: Sql): Promise<void> {
  await statement`SELECT 1`.execute(connection).catch(() => undefined);
}

function openTransaction(transaction: Transaction): OpenTransaction {
  const found = open.get(transaction);
  if (found === undefined)
    throw new TypeError(`a transaction of ${transaction.store} is not an open PostgreSQL transaction`);
  return found;
}
