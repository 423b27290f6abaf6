import { Fault, isFault } from '../ports/fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeadLetters } from '../ports/dead-letters.ts';
import type { Log } from '../ports/log.ts';
import type { LogPositions } from '../ports/log-positions.ts';
import type { PartitionOwnership } from '../ports/partition-ownership.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import type { Transactions } from '../ports/transactions.ts';
import { traceFields } from '../tracing/trace.ts';
import type { AttemptOutcome } from './batch-attempt.ts';
import { attemptBatch, setAsideRecord } from './batch-attempt.ts';
import { createOffersDesk } from './offers-desk.ts';
import type { Offers } from './direct-appends.ts';
import { NO_OFFERS } from './direct-appends.ts';
import { createOwnedPartitions } from './owned-partitions.ts';
import type { Located, Processor } from './processor.ts';
import { createSuspects } from './suspects.ts';
import { createWakeup } from './wakeup.ts';

/** Everything a consumer needs from outside. */
export interface ConsumerPorts {
  readonly log: Log;
  readonly positions: LogPositions;
  readonly ownership: PartitionOwnership;
  readonly transactions: Transactions;
  readonly deadLetters: DeadLetters;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
}

/** A running consumer. */
export interface Consumer {
  /** How many partitions it works on now. */
  ownedPartitions(): number;
  /** Finishes the batch under way, gives its partitions back and resolves. */
  stop(): Promise<void>;
}

/** How often a consumer looks by itself, whether it was told of something or not, milliseconds. */
const POLL_MS = 1_000;
const FIRST_RETRY_MS = 25;
const MAX_RETRY_MS = 1_000;
/** Most records that one line of the log leads back to their requests. */
const MAX_TRACES = 20;

/**
 * Runs a processor as a member of its group until stopped: claims partitions, reads their records in batches, and commits each batch
 * over all owned partitions in one transaction. Faults of the world are retried with growing pauses for as long as they last; records
 * that can never be stored are found by halving the batch and go to the dead letters, those that a bug keeps from it after some tries; a fenced partition is given up and, if it
 * is still ours, taken anew. When there is nothing in the log to be decided, it decides what is offered to it on the way there.
 */
export function startConsumer<Command, Effect>(
  processor: Processor<Command, Effect>,
  member: string,
  ports: ConsumerPorts,
  offers: Offers = NO_OFFERS,
): Consumer {
  const { group, topic } = processor;
  const { clock, meter, logger, ownership } = ports;
  const labels = { group, topic };
  const membership = { group, topic, member, partitions: ports.log.partitions(topic) };
  const owned = createOwnedPartitions(membership, ports);
  const wakeup = createWakeup(clock);
  /** Pauses after failures end early for nothing but a stop: hints would turn them into a storm. */
  const stopSignal = createWakeup(clock);
  const suspects = createSuspects();
  const attemptPorts = { ...ports, nowMs: () => clock.now() };
  const wake = (): void => {
    wakeup.wake();
  };
  const desk = createOffersDesk(processor, offers, owned, {
    ...attemptPorts,
    transactions: ports.transactions.inOrder(),
    report,
    wake,
  });
  let stopping = false;
  let renewDue = true;
  let retryMs = FIRST_RETRY_MS;
  let cancelRenewal = (): void => undefined;
  let cancelPoll = (): void => undefined;

  const forgetHints = ports.log.onAppended(topic, (partition) => {
    owned.markAppended(partition);
    wakeup.wake();
  });

  const forgetChanges = ownership.onChanged(membership, renewSoon);

  function renewSoon(): void {
    renewDue = true;
    wakeup.wake();
  }

  async function renew(): Promise<void> {
    // Before it is asked for: what is given back meanwhile may not be in the answer.
    renewDue = false;
    cancelRenewal();
    await desk.finish();
    if ((await owned.renew()) === 'gained') processor.discard();
    cancelRenewal = clock.after(ownership.renewEveryMs, renewSoon);
    meter.gauge('consumer_owned_partitions', labels, owned.count());
  }

  /** On its own timer: whatever else wakes the consumer, a hint that was lost costs no more than this. */
  function poll(): void {
    owned.markAll();
    wakeup.wake();
    cancelPoll = clock.after(POLL_MS, poll);
  }

  async function step(): Promise<void> {
    if (renewDue) await renew();
    const records = await owned.next(processor.maxBatchRecords);
    // What is far behind is decided in the order of the log, and whoever appends is not kept waiting for it.
    if (records.length >= processor.maxBatchRecords) offers.close();
    else offers.open(wake);
    if (records.length === 0) {
      if (!(await desk.decide())) await wakeup.sleep(POLL_MS);
      return;
    }
    await desk.finish();
    const startedMs = clock.now();
    await process(records);
    await letGather(records.length, startedMs);
  }

  async function letGather(count: number, startedMs: number): Promise<void> {
    const { gathering, maxBatchRecords } = processor;
    if (gathering === undefined || count < gathering.records || count >= maxBatchRecords) return;
    const leftMs = startedMs + gathering.ms - clock.now();
    // A clock that was set back must not make it longer.
    if (leftMs > 0) await stopSignal.sleep(Math.min(leftMs, gathering.ms));
  }

  async function process(records: readonly Located<undefined>[]): Promise<void> {
    const startedMs = clock.now();
    const steps = owned.stepsOf(records);
    try {
      const outcome = await attemptBatch(processor, records, steps, attemptPorts);
      owned.moved(steps);
      report(outcome, (clock.now() - startedMs) / 1_000);
    } catch (error) {
      processor.discard();
      if (!isUnstorable(error)) throw error;
      await isolate(records, error);
    }
  }

  /** The batch holds something that can never be stored: halve it until that record stands alone. A bug may have another cause: it is thrown. */
  async function isolate(records: readonly Located<undefined>[], error: unknown): Promise<void> {
    const [first] = records;
    if (records.length === 1 && first !== undefined) {
      if (!isFault(error, 'invalid-data') && !suspects.failedAgain(first)) throw error;
      const steps = owned.stepsOf(records);
      await setAsideRecord(processor, { located: first, error }, steps, attemptPorts);
      owned.moved(steps);
      report({ decided: 0, setAside: [first.record] }, 0);
      return;
    }
    const middle = Math.ceil(records.length / 2);
    await process(records.slice(0, middle));
    await process(records.slice(middle));
  }

  function report({ decided, setAside }: AttemptOutcome, seconds: number): void {
    retryMs = FIRST_RETRY_MS;
    meter.count('consumer_records', { ...labels, outcome: 'decided' }, decided);
    if (setAside.length > 0) {
      meter.count('consumer_records', { ...labels, outcome: 'dead-lettered' }, setAside.length);
      const traces = setAside.slice(0, MAX_TRACES).map(({ headers }) => traceFields(headers));
      logger.error({ ...labels, count: setAside.length, traces }, 'records went to the dead letters');
    }
    meter.duration('consumer_batch', labels, seconds);
  }

  /** Nothing is trusted after a failure: partitions are taken anew, which says where they really stand. */
  async function recover(error: unknown): Promise<void> {
    offers.close();
    await desk.giveUp();
    owned.drop(membership.partitions);
    cancelRenewal();
    renewDue = true;
    const kind = kindOf(error);
    meter.count('consumer_failures', { ...labels, kind }, 1);
    if (kind === 'bug') logger.error({ ...labels, err: error, retryMs }, 'batch failed by a bug, will retry');
    else {
      const said = kind === 'fenced' ? 'partition has another owner' : 'batch failed, will retry';
      logger.warn({ ...labels, err: error, retryMs }, said);
    }
    await stopSignal.sleep(retryMs);
    retryMs = Math.min(retryMs * 2, MAX_RETRY_MS);
  }

  async function run(): Promise<void> {
    while (!stopping) {
      try {
        await step();
      } catch (error) {
        await recover(error);
      }
    }
  }

  poll();
  const finished = run();
  return {
    ownedPartitions: () => owned.count(),
    async stop() {
      stopping = true;
      wakeup.wake();
      stopSignal.wake();
      await finished;
      offers.close();
      await desk.giveUp();
      forgetHints();
      forgetChanges();
      cancelRenewal();
      cancelPoll();
      await ownership.leave(membership).catch((error: unknown) => {
        logger.warn(
          { ...labels, err: error },
          'partitions could not be given back; others take them when the lease ends',
        );
      });
    },
  };
}

/** What the world did is a fault; what nobody meant to throw is a bug, for somebody to look at. */
function kindOf(error: unknown): 'fenced' | 'fault' | 'bug' {
  if (isFault(error, 'fenced')) return 'fenced';
  return error instanceof Fault ? 'fault' : 'bug';
}

/** What repeating cannot mend, as a rule; anything unknown counts as passing, so that nothing is set aside for a wrong reason. */
function isUnstorable(error: unknown): boolean {
  return isFault(error, 'invalid-data') || error instanceof RangeError || error instanceof TypeError;
}
