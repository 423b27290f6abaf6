import type { LogPlace, LogRecord } from '../ports/log.ts';
import type { LogPositions } from '../ports/log-positions.ts';
import type { RequestIds } from '../ports/request-ids.ts';
import type { FollowerPorts } from '../processing/topic-follower.ts';
import { createLifetime } from '../processing/lifetime.ts';
import type { TradeDesk } from '../trades/trade-desk.ts';
import { TRADES_GROUP, TRADES_TOPIC } from '../trades/trade-submission.ts';
import { tryDecodeSubmission } from '../trades/trade-submission-codec.ts';
import type { EventSource, SourceReaders } from './event-source.ts';

/** What the news of requests are made from. */
export interface RequestsSourcePorts extends FollowerPorts {
  readonly positions: Pick<LogPositions, 'positions'>;
  readonly requestIds: Pick<RequestIds, 'encode'>;
  readonly desk: Pick<TradeDesk, 'statuses'>;
}

/** How often it is looked whether requests were decided: with readers, and without. */
const LOOK_EVERY_MS = 200;
const IDLE_MS = 1_000;
const MAX_RECORDS = 2_000;

/**
 * What became of the requests of the trade store, as a source of news for users. A request is told at its own place in the topic of trades,
 * once the group that decides them has passed it: where its records end is where the group stands.
 */
export function createRequestsSource(ports: RequestsSourcePorts): EventSource {
  const { log, positions, requestIds, desk, clock, meter, logger } = ports;
  const life = createLifetime(clock);
  const partitions = log.partitions(TRADES_TOPIC);
  const told = new Map<number, bigint>();
  let running = Promise.resolve();

  const reached = (): Promise<ReadonlyMap<number, bigint>> => positions.positions(TRADES_GROUP, TRADES_TOPIC);
  const position = (partition: number): bigint => told.get(partition) ?? 0n;

  /** The records from a place on that the group has passed, under the users who sent them, still as they were sent. */
  async function passed(from: LogPlace, maxRecords: number, end: bigint): Promise<readonly LogRecord[]> {
    if (from.position >= end) return [];
    const records: LogRecord[] = [];
    for (const batch of await log.read(TRADES_TOPIC, from.partition, from.position, maxRecords)) {
      const at = from.position + BigInt(records.length);
      if (batch.basePosition > at) break;
      records.push(...batch.records.slice(Number(at - batch.basePosition)));
    }
    const kept = records.slice(0, Number(end - from.position));
    return kept.map((record) => ({ ...record, key: tryDecodeSubmission(record)?.submittedBy ?? '' }));
  }

  /** The same with what became of the requests of these users, as JSON; nothing for those that are not kept any more. */
  async function withStatus(
    records: readonly LogRecord[],
    from: LogPlace,
    users: ReadonlySet<string>,
  ): Promise<readonly LogRecord[]> {
    const ids = requestIds.encode(
      records.map((_, index) => ({ partition: from.partition, position: from.position + BigInt(index) })),
    );
    const texts = new Map<string, string>();
    for (const user of users) {
      const own = ids.filter((_, index) => records[index]?.key === user);
      for (const status of await desk.statuses(own, user)) texts.set(status.requestId, JSON.stringify(status));
    }
    return records.map((record, index) => ({ ...record, value: texts.get(ids[index] ?? '') ?? '' }));
  }

  async function tell(partition: number, end: bigint, readers: SourceReaders): Promise<void> {
    while (position(partition) < end && !life.ended()) {
      const from = { partition, position: position(partition) };
      const records = readers.any() ? await passed(from, MAX_RECORDS, end) : [];
      // Nobody reads, or the log has let them go.
      if (records.length === 0) {
        told.set(partition, end);
        return;
      }
      let users: ReadonlySet<string>;
      let news: readonly LogRecord[];
      do {
        users = usersOf(records, readers);
        news = await withStatus(records, from, users);
        // Somebody may have begun to read meanwhile.
      } while ([...usersOf(records, readers)].some((user) => !users.has(user)));
      readers.onRecords(news, from);
      told.set(partition, from.position + BigInt(news.length));
    }
  }

  async function lookOnce(readers: SourceReaders): Promise<void> {
    try {
      const ends = await reached();
      for (const partition of partitions) await tell(partition, ends.get(partition) ?? 0n, readers);
    } catch (error) {
      meter.count('stream_requests_failures_total', {}, 1);
      logger.warn({ error }, 'what became of requests could not be read; it is tried again');
    }
  }

  async function lookUntilStopped(readers: SourceReaders): Promise<void> {
    while (!life.ended()) {
      await life.pause(readers.any() ? LOOK_EVERY_MS : IDLE_MS);
      if (!life.ended()) await lookOnce(readers);
    }
  }

  return {
    async start(readers) {
      for (const [partition, end] of await reached()) told.set(partition, end);
      running = lookUntilStopped(readers);
    },
    async stop() {
      life.end();
      await running;
    },
    partitionsOf: () => partitions,
    position,
    end: async (partition) => (await reached()).get(partition) ?? 0n,
    async read(partition, from, maxRecords) {
      const place = { partition, position: from };
      const records = await passed(place, maxRecords, position(partition));
      const users = new Set(records.map(({ key }) => key).filter((key) => key !== ''));
      const news = await withStatus(records, place, users);
      return news.length === 0 ? [] : [{ topic: TRADES_TOPIC, partition, basePosition: from, records: news }];
    },
  };
}

function usersOf(records: readonly LogRecord[], readers: SourceReaders): ReadonlySet<string> {
  return new Set(records.map(({ key }) => key).filter((key) => readers.has(key)));
}
