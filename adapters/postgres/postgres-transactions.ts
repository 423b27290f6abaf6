import type { Transaction, Transactions } from '@bourse/application/ports/transactions.ts';
import type { PoolClient } from 'pg';
import { createConnectionLine } from './connection-line.ts';
import type { Database, Sql } from './database.ts';
import { throwFault } from './faults.ts';
import { createPipelinedConnection } from './pipelined-connection.ts';
import { createStatementBatch } from './statement-batch.ts';
import type { Statements } from './statements.ts';

interface OpenTransaction {
  readonly statements: Statements;
  readonly afterCommit: (() => void)[];
}

/** The open PostgreSQL transaction behind each handle. */
const open = new WeakMap<Transaction, OpenTransaction>();

/** The SQL connection of a transaction. Throws TypeError for one that another store opened or that has ended. */
export function sqlOf(transaction: Transaction): Sql {
  return statementsOf(transaction).sql;
}

/** The same for statements that are run all the time. */
export function statementsOf(transaction: Transaction): Statements {
  return openTransaction(transaction).statements;
}

/** Calls back when the transaction has committed, and not at all when it rolls back. */
export function afterCommit(transaction: Transaction, callback: () => void): void {
  openTransaction(transaction).afterCommit.push(callback);
}

/**
 * Transactions of a PostgreSQL database, at isolation level READ COMMITTED: what must not race is fenced or locked.
 * Statements that the work hands over at once are sent at once; COMMIT follows when all of them have succeeded.
 * What is thrown by somebody who is called back after the commit goes to `onLateFailure`: it changes nothing for the others or for the caller. Unless
 * somebody is there for it, it ends the process, as a bug does for which nobody waits.
 */
export function createPostgresTransactions(
  database: Database,
  onLateFailure: (error: unknown) => void = endProcess,
): Transactions {
  return {
    async run(work) {
      const client = await database.connect();
      return withHandle(work, (workOn) => runOn(client, workOn), onLateFailure);
    },
    async runAtOnce(work) {
      const client = await database.connect();
      return withHandle(work, (workOn) => runAtOnceOn(client, workOn), onLateFailure);
    },
    inOrder() {
      const line = createConnectionLine(() => database.connect());
      return {
        runAtOnce: (work) =>
          line.use((client) => withHandle(work, (workOn) => sendAtOnce(client, workOn), onLateFailure)),
      };
    },
  };
}

/** Gives the work a handle on its transaction, and calls back those who asked for it once it has committed. */
async function withHandle<Answer>(
  work: (transaction: Transaction) => Promise<Answer>,
  runWork: (workOn: (statements: Statements) => Promise<Answer>) => Promise<Answer>,
  onLateFailure: (error: unknown) => void,
): Promise<Answer> {
  const callbacks: (() => void)[] = [];
  const answer = await runWork(async (statements) => {
    const transaction: Transaction = { store: 'postgres' };
    open.set(transaction, { statements, afterCommit: callbacks });
    try {
      return await work(transaction);
    } finally {
      open.delete(transaction);
    }
  });
  for (const callback of callbacks) {
    try {
      callback();
    } catch (error) {
      onLateFailure(error);
    }
  }
  return answer;
}

function endProcess(error: unknown): void {
  setImmediate(() => {
    throw new Error('somebody who was told of a commit failed', { cause: error });
  });
}

async function runOn<Answer>(client: PoolClient, work: (statements: Statements) => Promise<Answer>): Promise<Answer> {
  const { statements, close } = createPipelinedConnection(client);
  try {
    // Waited for: behind a BEGIN that failed every statement would take effect on its own.
    await client.query('BEGIN').catch(throwFault);
    const answer = await work(statements);
    close();
    await commit(client);
    client.release();
    return answer;
  } catch (error) {
    // Nothing may follow the ROLLBACK: it would take effect on its own.
    close();
    await rollBack(client);
    throw error;
  }
}

async function runAtOnceOn<Answer>(
  client: PoolClient,
  work: (statements: Statements) => Promise<Answer>,
): Promise<Answer> {
  try {
    const answer = await sendAtOnce(client, work);
    client.release();
    return answer;
  } catch (error) {
    // Statements that were refused may count as prepared on our side only.
    client.release(true);
    throw error;
  }
}

async function sendAtOnce<Answer>(
  client: PoolClient,
  work: (statements: Statements) => Promise<Answer>,
): Promise<Answer> {
  const batch = createStatementBatch(client);
  const working = work(batch);
  // What is handed over at once has been handed over when nothing is left to do without waiting for the world; work that failed ends here.
  await Promise.race([microtasksDone(), rejectionOf(working)]);
  await batch.send();
  return working;
}

/**
 * Resolves when every promise that could be settled has been, and whatever follows from that has happened. A later turn of the event loop would
 * do too, but all requests that have arrived meanwhile come before it.
 */
function microtasksDone(): Promise<void> {
  return new Promise((resolve) => {
    queueMicrotask(() => {
      process.nextTick(resolve);
    });
  });
}

/** Rejects when the work does, and never resolves. */
function rejectionOf(working: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => {
    working.catch(reject);
  });
}

/** COMMIT of a transaction in which a statement failed is a ROLLBACK, and answers so without an error. */
async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT').catch(throwFault);
  if (command !== 'COMMIT') throw new TypeError('a statement of the transaction failed and nobody looked at it');
}

/** The connection is thrown away: statements that were refused behind the failure may count as prepared on our side only. */
async function rollBack(client: PoolClient): Promise<void> {
  await client.query('ROLLBACK').catch(() => undefined);
  client.release(true);
}

function openTransaction(transaction: Transaction): OpenTransaction {
  const found = open.get(transaction);
  if (found === undefined)
    throw new TypeError(`a transaction of ${transaction.store} is not an open PostgreSQL transaction`);
  return found;
}
