import type { Log, LogBatch, LogPlace, RemoteLog } from '../ports/log.ts';

/** A topic that began in one log and goes on in another. */
export interface MovedTopic {
  readonly topic: string;
  /** The position at which each partition goes on: what is before is in the first log. */
  readonly bases: ReadonlyMap<number, bigint>;
  /** The topic of the first log that takes what is appended within its transactions; a relay brings it over. */
  readonly outbox: string;
}

/**
 * One log made of two: topics that have moved are appended to and read in the second one, with the positions going on where they were;
 * every other topic stays in the first. So positions of consumers, and places that were given out, hold over the move.
 */
export function createContinuedLog(first: Log, second: RemoteLog, topics: readonly MovedTopic[]): Log {
  const moved = new Map(topics.map((topic) => [topic.topic, topic]));
  const baseOf = ({ topic, bases }: MovedTopic, partition: number): bigint => {
    const base = bases.get(partition);
    if (base === undefined) throw new RangeError(`topic ${topic} has no partition ${partition}`);
    return base;
  };

  async function readMoved(topic: MovedTopic, place: LogPlace, maxRecords: number): Promise<readonly LogBatch[]> {
    const { partition, position } = place;
    const base = baseOf(topic, partition);
    const older = position < base ? await first.read(topic.topic, partition, position, maxRecords) : [];
    const left = maxRecords - older.reduce((sum, { records }) => sum + records.length, 0);
    if (left <= 0) return older;
    const newer = await second.read(topic.topic, partition, position > base ? position - base : 0n, left);
    return [...older, ...newer.map((batch) => ({ ...batch, basePosition: batch.basePosition + base }))];
  }

  /** The home of a partition that has moved; those of earlier layouts have not. */
  const homeOf = (topic: string, partition: number): MovedTopic | undefined => {
    const home = moved.get(topic);
    return home?.bases.has(partition) === true ? home : undefined;
  };

  return {
    partitions: (topic) => (moved.has(topic) ? second : first).partitions(topic),
    async append(topic, records) {
      const home = moved.get(topic);
      if (home === undefined) return first.append(topic, records);
      const places = await second.append(topic, records);
      return places.map(({ partition, position }) => ({ partition, position: position + baseOf(home, partition) }));
    },
    async appendWithin(transaction, topic, records, starts) {
      const outbox = moved.get(topic)?.outbox;
      if (outbox !== undefined && starts !== undefined) throw new TypeError(`the ends of ${topic} are not in this log`);
      await first.appendWithin(transaction, outbox ?? topic, records, starts);
    },
    async read(topic, partition, from, maxRecords) {
      const home = homeOf(topic, partition);
      return home === undefined
        ? first.read(topic, partition, from, maxRecords)
        : readMoved(home, { partition, position: from }, maxRecords);
    },
    async end(topic, partition) {
      const home = homeOf(topic, partition);
      if (home === undefined) return first.end(topic, partition);
      return baseOf(home, partition) + (await second.end(topic, partition));
    },
    onAppended: (topic, listener) => (moved.has(topic) ? second : first).onAppended(topic, listener),
  };
}
