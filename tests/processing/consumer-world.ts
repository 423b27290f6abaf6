import type { ConsumerPorts } from '@bourse/application/processing/consumer.ts';
import { startConsumer } from '@bourse/application/processing/consumer.ts';
import type { Consumer } from '@bourse/application/processing/consumer.ts';
import type { Offers } from '@bourse/application/processing/direct-appends.ts';
import type { Processor } from '@bourse/application/processing/processor.ts';
import type { Log } from '@bourse/application/ports/log.ts';
import type { LogPositions } from '@bourse/application/ports/log-positions.ts';
import type { PartitionOwnership } from '@bourse/application/ports/partition-ownership.ts';
import type { Transaction, Transactions } from '@bourse/application/ports/transactions.ts';
import type { MemoryDeadLetters } from '@bourse/memory/memory-dead-letters.ts';
import { createMemoryDeadLetters } from '@bourse/memory/memory-dead-letters.ts';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import { createMemoryLogPositions } from '@bourse/memory/memory-log-positions.ts';
import { createMemoryPartitionOwnership } from '@bourse/memory/memory-partition-ownership.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import type { ManualClock } from '@bourse/memory/manual-clock.ts';
import { createManualClock } from '@bourse/memory/manual-clock.ts';

/** A step at which the world can break for a consumer. */
export type Step =
  | 'claim'
  | 'take'
  | 'read'
  | 'prepare'
  | 'before the transaction'
  | 'advance'
  | 'save'
  | 'dead letters'
  | 'before the commit'
  | 'after the commit';

/** Called at each step of a member; what it throws is thrown there. */
export type Trouble = (step: Step) => void | Promise<void>;

/** A log, a store and a clock that several members share. */
export interface ConsumerWorld {
  readonly log: Log;
  readonly positions: LogPositions;
  readonly ownership: PartitionOwnership;
  readonly transactions: Transactions;
  readonly deadLetters: MemoryDeadLetters;
  readonly clock: ManualClock;
  /** Numbers counted by the meter, as `name outcome`. */
  readonly counts: ReadonlyMap<string, number>;
  /** Starts a member; `trouble` is asked at each of its steps. It is stopped by `stopAll` at the latest. */
  join<Command, Effect>(
    processor: Processor<Command, Effect>,
    member: string,
    trouble?: Trouble,
    offers?: Offers,
  ): Consumer;
  /** Starts a member that the log tells nothing, with leases of its own length. */
  joinDeaf<Command, Effect>(processor: Processor<Command, Effect>, member: string, leaseMs: number): Consumer;
  /** Lets things happen, and time pass by little steps when nothing else does, until the condition holds. */
  until(condition: () => boolean | Promise<boolean>): Promise<void>;
  /** Lets everything happen that needs no time to pass. */
  turn(): Promise<void>;
  stopAll(): Promise<void>;
}

export const LEASE_MS = 3_000;
export const PARTITIONS = 4;

/** How often a condition is looked at before the test fails, and how much time passes in between. */
const MOST_LOOKS = 20_000;
const STEP_MS = 25;

/** An empty world with the topic `additions`. */
export function consumerWorld(): ConsumerWorld {
  const clock = createManualClock(1_000_000);
  const log = createMemoryLog({ topics: { additions: PARTITIONS }, maxWaitingAppends: 10_000, maxValueBytes: 1_000 });
  const positions = createMemoryLogPositions();
  const ownership = createMemoryPartitionOwnership(clock, LEASE_MS);
  const transactions = createMemoryTransactions();
  const deadLetters = createMemoryDeadLetters();
  const counts = new Map<string, number>();
  const running: Consumer[] = [];
  const shared = { log, positions, ownership, transactions, deadLetters, clock };

  const meter: ConsumerPorts['meter'] = {
    count(name, labels, by) {
      const key = [name, labels['outcome'] ?? labels['kind']].filter((part) => part !== undefined).join(' ');
      counts.set(key, (counts.get(key) ?? 0) + by);
    },
    gauge: (name, _labels, value) => counts.set(name, value),
    duration: () => undefined,
  };
  const logger: ConsumerPorts['logger'] = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

  return {
    ...shared,
    counts,
    join(processor, member, trouble = () => undefined, offers) {
      const seen = { ...troubledPorts(shared, trouble), clock, meter, logger };
      const consumer = startConsumer(troubledProcessor(processor, trouble), member, seen, offers);
      running.push(consumer);
      return consumer;
    },
    joinDeaf(processor, member, leaseMs) {
      const deaf = { ...log, onAppended: () => () => undefined };
      const leases = createMemoryPartitionOwnership(clock, leaseMs);
      const consumer = startConsumer(processor, member, { ...shared, log: deaf, ownership: leases, meter, logger });
      running.push(consumer);
      return consumer;
    },
    async until(condition) {
      for (let look = 0; look < MOST_LOOKS; look += 1) {
        if (await condition()) return;
        await turn();
        clock.advance(STEP_MS);
      }
      throw new Error('it did not happen, however long the test waited');
    },
    turn,
    async stopAll() {
      const progress = { stopped: false };
      const stopping = Promise.allSettled(running.map((consumer) => consumer.stop())).then(() => {
        progress.stopped = true;
      });
      while (!progress.stopped) {
        await turn();
        clock.advance(STEP_MS);
      }
      await stopping;
    },
  };
}

type SharedPorts = Pick<ConsumerWorld, 'log' | 'positions' | 'ownership' | 'transactions' | 'deadLetters'>;

function troubledPorts(ports: SharedPorts, trouble: Trouble): SharedPorts {
  const { log, positions, ownership, transactions, deadLetters } = ports;
  const at = async <Answer>(step: Step, call: () => Promise<Answer>): Promise<Answer> => {
    await trouble(step);
    return call();
  };
  async function run<Answer>(work: (transaction: Transaction) => Promise<Answer>): Promise<Answer> {
    await trouble('before the transaction');
    const answer = await transactions.run(async (transaction) => {
      const worked = await work(transaction);
      await trouble('before the commit');
      return worked;
    });
    await trouble('after the commit');
    return answer;
  }
  return {
    log: { ...log, read: (...wanted) => at('read', () => log.read(...wanted)) },
    positions: {
      ...positions,
      take: (partition) => at('take', () => positions.take(partition)),
      advance: (...steps) => at('advance', () => positions.advance(...steps)),
    },
    ownership: { ...ownership, claim: (membership) => at('claim', () => ownership.claim(membership)) },
    transactions: { run, runAtOnce: run, inOrder: () => ({ runAtOnce: run }) },
    deadLetters: { ...deadLetters, add: (...letters) => at('dead letters', () => deadLetters.add(...letters)) },
  };
}

function troubledProcessor<Command, Effect>(
  processor: Processor<Command, Effect>,
  trouble: Trouble,
): Processor<Command, Effect> {
  return {
    ...processor,
    async prepare(commands) {
      await trouble('prepare');
      await processor.prepare(commands);
    },
    async save(transaction, effects) {
      await trouble('save');
      await processor.save(transaction, effects);
    },
  };
}
