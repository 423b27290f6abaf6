import type { Clock } from '../ports/clock.ts';
import type { Log, LogBatch, LogPlace, LogRecord } from '../ports/log.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { createLifetime } from './lifetime.ts';

/** What following needs. */
export interface FollowerPorts {
  readonly log: Log;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
}

/** Which topic is followed, and how closely. */
export interface FollowerOptions {
  readonly topic: string;
  /** How often each partition is looked at besides the log's hints, milliseconds. */
  readonly pollEveryMs: number;
  /** How many records before its end a partition is joined; what the store behind the records may not have yet. */
  readonly rewindRecords: number;
  /** Most records of one read. */
  readonly maxRecords: number;
}

/** What becomes of what is read. */
export interface FollowerHandlers {
  /** Takes records of one partition in order, the first of which is at `first`. Leaves out by itself what it cannot read: what it throws loses it these records. */
  onRecords(records: readonly LogRecord[], first: LogPlace): void;
  /** Records were missed for good, at the start or because the log let them go: fetch the state elsewhere. When it throws it is called again. */
  onMissed(): Promise<void>;
}

/** Sees all new records of a topic, in every process and not as a member of a group. */
export interface Follower {
  /** Calls onMissed once, then hands over records until stopped. Throws what the log or onMissed throws. */
  start(): Promise<void>;
  /** Stops; resolves when nothing is under way any more. */
  stop(): Promise<void>;
  /** All records of a partition before this position were handed over, or left out at the start. Throws RangeError before the start. */
  position(partition: number): bigint;
}

interface Followed {
  readonly partition: number;
  /** Position of the next record to read. */
  position: bigint;
  /** Whether the log may have more than the run under way has seen. */
  again: boolean;
  /** Batches that came with hints while a run was under way. */
  readonly told: LogBatch[];
  running: Promise<void> | undefined;
}

/** Batches that came along and wait for a read that is under way; more are read from the log. */
const MAX_TOLD = 64;

/** Makes a follower of one topic. */
export function createTopicFollower(
  ports: FollowerPorts,
  options: FollowerOptions,
  handlers: FollowerHandlers,
): Follower {
  const { log, clock, meter, logger } = ports;
  const { topic, pollEveryMs, maxRecords } = options;
  const life = createLifetime(clock);
  let partitions: ReadonlyMap<number, Followed> = new Map();
  let stopListening = (): void => undefined;
  let polling = Promise.resolve();

  async function join(partition: number): Promise<Followed> {
    const end = await log.end(topic, partition);
    const rewind = BigInt(options.rewindRecords);
    return { partition, position: end > rewind ? end - rewind : 0n, again: false, told: [], running: undefined };
  }

  /** Reads a partition to its end; one run at a time, and another round if it is called meanwhile. */
  function catchUp(followed: Followed): Promise<void> {
    if (life.ended()) return Promise.resolve();
    followed.again = true;
    followed.running ??= run(followed);
    return followed.running;
  }

  /** Takes a batch that came along; what is between it and those before is read from the log. */
  function take(followed: Followed, batch: LogBatch): void {
    if (life.ended()) return;
    if (followed.told.length < MAX_TOLD) followed.told.push(batch);
    else followed.again = true;
    if (followed.running === undefined && !takeTold(followed)) catchUp(followed).catch(report);
  }

  /** Hands over what came along, in order; answers whether nothing is missing before it. */
  function takeTold(followed: Followed): boolean {
    for (let batch = followed.told[0]; batch !== undefined; batch = followed.told[0]) {
      if (batch.basePosition > followed.position) return false;
      followed.told.shift();
      handOver(followed, batch);
    }
    return true;
  }

  /** A batch may begin before what was asked for, and all of it may be known. */
  function handOver(followed: Followed, { basePosition, records }: LogBatch): void {
    const end = basePosition + BigInt(records.length);
    if (end <= followed.position) return;
    const news = records.slice(Number(followed.position - basePosition));
    const first = { partition: followed.partition, position: followed.position };
    // Nothing gets better by handing it over again, and everything behind it would wait.
    followed.position = end;
    try {
      handlers.onRecords(news, first);
    } catch (error) {
      leaveOut(news.length, first, error);
    }
  }

  function leaveOut(records: number, { partition, position }: LogPlace, error: unknown): void {
    meter.count('log_records_left_out_total', { topic }, records);
    logger.error(
      { err: error, topic, partition, position: String(position), records },
      'records could not be taken by who follows the topic; they are left out',
    );
  }

  async function run(followed: Followed): Promise<void> {
    try {
      while (followed.again && !life.ended()) {
        followed.again = false;
        await readToEnd(followed);
        // Those that do not follow on what was read were told too early, or of another log: the next hint or poll shows it.
        if (!takeTold(followed)) followed.told.length = 0;
      }
    } finally {
      followed.running = undefined;
    }
  }

  async function readToEnd(followed: Followed): Promise<void> {
    while (!life.ended()) {
      const batches = await log.read(topic, followed.partition, followed.position, maxRecords);
      if (batches.length === 0) return;
      for (const batch of batches) {
        if (batch.basePosition > followed.position) await missed(followed, batch.basePosition);
        handOver(followed, batch);
      }
    }
  }

  async function missed(followed: Followed, position: bigint): Promise<void> {
    const { partition } = followed;
    meter.count('log_gaps_total', { topic }, 1);
    logger.warn({ topic, partition, from: String(followed.position), to: String(position) }, 'records were missed');
    await handlers.onMissed();
    followed.position = position;
  }

  async function poll(followed: Followed): Promise<void> {
    await catchUp(followed).catch(report);
  }

  async function pollUntilStopped(): Promise<void> {
    while (!life.ended()) {
      await life.pause(pollEveryMs);
      if (!life.ended()) await Promise.all([...partitions.values()].map(poll));
    }
  }

  /** A log that fails is tried again at the next hint or poll. */
  function report(error: unknown): void {
    meter.count('log_follow_failures_total', { topic }, 1);
    logger.warn({ error, topic }, 'a topic could not be followed; it is tried again');
  }

  return {
    start: async () => {
      const joined = await Promise.all(log.partitions(topic).map(join));
      partitions = new Map(joined.map((followed) => [followed.partition, followed]));
      await handlers.onMissed();
      stopListening = log.onAppended(topic, (partition, batch) => {
        const followed = partitions.get(partition);
        if (followed === undefined) return;
        if (batch === undefined) catchUp(followed).catch(report);
        else take(followed, batch);
      });
      for (const followed of partitions.values()) catchUp(followed).catch(report);
      polling = pollUntilStopped();
    },
    stop: async () => {
      life.end();
      stopListening();
      await polling;
      for (const { running } of partitions.values()) await running?.catch(report);
    },
    position(partition) {
      const followed = partitions.get(partition);
      if (followed === undefined) throw new RangeError(`${topic} is not followed in partition ${partition}`);
      return followed.position;
    },
  };
}
