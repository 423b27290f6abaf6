import { Fault } from '@bourse/application/ports/fault.ts';
import type { Log } from '@bourse/application/ports/log.ts';
import type { Transaction, Transactions } from '@bourse/application/ports/transactions.ts';
import type { ConsumerPorts } from '@bourse/application/processing/consumer.ts';
import type { Consumer } from '@bourse/application/processing/consumer.ts';
import { startConsumer } from '@bourse/application/processing/consumer.ts';
import type { Processor } from '@bourse/application/processing/processor.ts';
import type { ManualClock } from '@bourse/memory/manual-clock.ts';
import type { MemoryDeadLetters } from '@bourse/memory/memory-dead-letters.ts';
import { createMemoryDeadLetters } from '@bourse/memory/memory-dead-letters.ts';
import { createMemoryLogPositions } from '@bourse/memory/memory-log-positions.ts';
import { createMemoryPartitionOwnership } from '@bourse/memory/memory-partition-ownership.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';

/** One worker over memory, and the store around it. */
export interface MemoryWorker {
  readonly deadLetters: MemoryDeadLetters;
  readonly positions: ConsumerPorts['positions'];
  /** Starts a worker, which remembers nothing. */
  readonly start: () => void;
  /** Stops the worker, if there is one. */
  readonly stop: () => Promise<void>;
  /** Lets the next commits fail: just before, or just after they have become durable. */
  readonly failCommits: (...when: readonly ('before' | 'after')[]) => void;
  /** Waits until everything in the log is decided; the time stays what the test has set. */
  readonly decided: () => Promise<void>;
}

/** How often it is looked whether everything is decided before the test fails. */
const MOST_TURNS = 2_000;

/** Makes workers that run a processor of their own over one log. None runs yet. */
export function memoryWorker<Command, Effect>(
  log: Log,
  clock: ManualClock,
  createProcessor: () => Processor<Command, Effect>,
): MemoryWorker {
  const positions = createMemoryLogPositions();
  const deadLetters = createMemoryDeadLetters();
  const { transactions, failCommits } = failingTransactions();
  const ports: ConsumerPorts = {
    log,
    positions,
    ownership: createMemoryPartitionOwnership(clock, 30_000),
    transactions,
    deadLetters,
    clock,
    meter: { count: () => undefined, gauge: () => undefined, duration: () => undefined },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  const { group, topic } = createProcessor();
  let workers = 0;
  let worker: Consumer | undefined;

  async function isDone(): Promise<boolean> {
    const reached = await positions.positions(group, topic);
    for (const partition of log.partitions(topic))
      if ((reached.get(partition) ?? 0n) < (await log.end(topic, partition))) return false;
    return true;
  }

  return {
    deadLetters,
    positions,
    failCommits,
    start() {
      workers += 1;
      worker = startConsumer(createProcessor(), `worker ${workers}`, ports);
    },
    async stop() {
      await worker?.stop();
    },
    async decided() {
      for (let turns = 0; !(await isDone()); turns += 1) {
        if (turns > MOST_TURNS) throw new Error('the worker does not decide what it was given');
        await new Promise<void>((resolve) => setImmediate(resolve));
        endPauses(clock);
      }
    },
  };
}

/** Pauses end, but the time stays what the test has set. */
function endPauses(clock: ManualClock): void {
  const nowMs = clock.now();
  clock.advance(25);
  clock.jumpTo(nowMs);
}

function failingTransactions(): Pick<MemoryWorker, 'failCommits'> & { readonly transactions: Transactions } {
  const transactions = createMemoryTransactions();
  const failures: ('before' | 'after')[] = [];
  async function run<Answer>(work: (transaction: Transaction) => Promise<Answer>): Promise<Answer> {
    const failure = failures.shift();
    const answer = await transactions.run(async (transaction) => {
      const worked = await work(transaction);
      if (failure === 'before') throw new Fault('unavailable', 'the connection was lost');
      return worked;
    });
    if (failure === 'after') throw new Fault('unavailable', 'the connection was lost');
    return answer;
  }
  return {
    transactions: { run, runAtOnce: run, inOrder: () => ({ runAtOnce: run }) },
    failCommits: (...when) => void failures.push(...when),
  };
}
