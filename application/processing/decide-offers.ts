import { groupByPartition } from '@bourse/core/partitioning/group-by-partition.ts';
import { partitionAmong } from '@bourse/core/partitioning/partition-of.ts';
import { Fault } from '../ports/fault.ts';
import type { Log } from '../ports/log.ts';
import type { Transaction, Transactions } from '../ports/transactions.ts';
import type { AttemptOutcome, AttemptPorts, DecidedBatch } from './batch-attempt.ts';
import { commitBatch, decideBatch } from './batch-attempt.ts';
import type { Offer } from './direct-appends.ts';
import type { OwnedPartitions } from './owned-partitions.ts';
import { locate } from './owned-partitions.ts';
import type { Processor } from './processor.ts';

/** What decides offers writes through these; transactions take effect in the order in which they were begun. */
export type OfferPorts = Pick<AttemptPorts, 'positions' | 'deadLetters' | 'nowMs'> & {
  readonly log: Log;
  readonly transactions: Pick<Transactions, 'runAtOnce'>;
};

/** Offers that are decided, on their way to being durable. */
export interface OffersUnderWay {
  /**
   * Resolves when they are. Rejects when they are not, or nobody can tell; those who offered have been told or, where nothing took effect, their
   * records have been passed on to the log. What was decided behind them must be given up too.
   */
  readonly finished: Promise<AttemptOutcome>;
}

/**
 * Decides what was offered, and begins to put it into the log in the same transaction, behind all that is there; the positions count as
 * moved from then on. What belongs to a partition of somebody else is passed on to the log. Answers null when nothing is left.
 * Throws Fault('unavailable') when it cannot be decided.
 */
export async function decideOffers<Command, Effect>(
  processor: Processor<Command, Effect>,
  offers: readonly Offer[],
  owned: OwnedPartitions,
  ports: OfferPorts,
): Promise<OffersUnderWay | null> {
  const { topic } = processor;
  const partitions = ports.log.partitions(topic);
  const ours = keepOurs(offers, ({ key }) => owned.positionOf(partitionAmong(key, partitions)) !== undefined);
  if (ours.length === 0) return null;
  const { groups, slots } = groupByPartition(
    ours.map(({ records }) => ({ topic, records })),
    () => partitions,
  );
  const located = groups.flatMap(({ partition, records }) =>
    locate(partition, owned.positionOf(partition) ?? 0n, records),
  );
  const steps = owned.stepsOf(located);
  const starts = new Map(steps.map(({ partition, from }) => [partition, from]));
  const records = located.map(({ record }) => record);
  const placesOf = (index: number) =>
    (slots[index] ?? []).map(({ group: { partition }, index: behind }) => ({
      partition,
      position: (starts.get(partition) ?? 0n) + BigInt(behind),
    }));

  async function commit(decided: DecidedBatch<Effect>): Promise<AttemptOutcome> {
    try {
      const writeToo = (transaction: Transaction): Promise<void> =>
        ports.log.appendWithin(transaction, topic, records, starts);
      const outcome = await commitBatch(processor, { ...decided, steps, writeToo }, ports);
      for (const [index, offer] of ours.entries()) offer.settle(placesOf(index));
      return outcome;
    } catch (error) {
      giveBack(ours, error);
      throw error;
    }
  }

  async function finish(decided: DecidedBatch<Effect>): Promise<AttemptOutcome> {
    const outcome = await commit(decided);
    processor.committed(decided.effects);
    return outcome;
  }

  try {
    const decided = await decideBatch(processor, located, ports);
    owned.moved(steps);
    return { finished: finish(decided) };
  } catch (error) {
    giveBack(ours, error);
    throw error;
  }
}

/** Passes on what is for a partition of somebody else. */
function keepOurs(offers: readonly Offer[], isOurs: (record: Offer['records'][number]) => boolean): readonly Offer[] {
  const ours: Offer[] = [];
  for (const offer of offers) {
    if (offer.records.every(isOurs)) ours.push(offer);
    else offer.passOn();
  }
  return ours;
}

function giveBack(offers: readonly Offer[], error: unknown): void {
  const nothingHappened = isBeforeCommit(error);
  for (const offer of offers) {
    if (nothingHappened) offer.passOn();
    else offer.fail(error);
  }
}

/** What is thrown before a commit, or instead of one. Anything else may have come behind it. */
function isBeforeCommit(error: unknown): boolean {
  if (error instanceof Fault) return error.code !== 'unavailable';
  return error instanceof RangeError || error instanceof TypeError;
}
