import type { Transaction, Transactions } from '@bourse/application/ports/transactions.ts';

/** Makes one change and answers how to take it back. When it throws it has changed nothing. */
export type Change = () => () => void;

interface OpenTransaction {
  readonly changes: Change[];
  readonly afterCommit: (() => void)[];
}

/** What each open transaction is going to do. */
const open = new WeakMap<Transaction, OpenTransaction>();

/** Puts off a change until the transaction commits. Throws TypeError for a transaction of another store or one that has ended. */
export function atCommit(transaction: Transaction, change: Change): void {
  openTransaction(transaction).changes.push(change);
}

/** Calls back when the transaction has committed, and not at all when it rolls back. */
export function afterCommit(transaction: Transaction, callback: () => void): void {
  openTransaction(transaction).afterCommit.push(callback);
}

/** Transactions over the stores of this folder: changes wait until the work is done and are then made at once, all or none. */
export function createMemoryTransactions(): Transactions {
  return { run, runAtOnce: run, inOrder: () => ({ runAtOnce: run }) };
}

async function run<Answer>(work: (transaction: Transaction) => Promise<Answer>): Promise<Answer> {
  const transaction: Transaction = { store: 'memory' };
  const pending: OpenTransaction = { changes: [], afterCommit: [] };
  open.set(transaction, pending);
  try {
    const answer = await work(transaction);
    commit(pending.changes);
    for (const callback of pending.afterCommit) callback();
    return answer;
  } finally {
    open.delete(transaction);
  }
}

/** Nothing can come between the changes, as nothing is awaited. */
function commit(changes: readonly Change[]): void {
  const undo: (() => void)[] = [];
  try {
    for (const change of changes) undo.push(change());
  } catch (error) {
    for (const takeBack of undo.reverse()) takeBack();
    throw error;
  }
}

function openTransaction(transaction: Transaction): OpenTransaction {
  const found = open.get(transaction);
  if (found === undefined)
    throw new TypeError(`a transaction of ${transaction.store} is not an open memory transaction`);
  return found;
}
