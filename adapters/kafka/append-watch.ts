import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { LeaderRequests, TopicPartition } from './leader-requests.ts';

/** Notices what other processes append. */
export interface AppendWatch {
  /** Watches all partitions of a topic from now on. */
  watch(topic: string, partitions: readonly number[]): void;
  /** Says that this process appended and told of it already. */
  appended(where: TopicPartition, end: bigint): void;
  close(): Promise<void>;
}

/** Asks for one batch at most: the answer says how far every partition has come, and nothing more is wanted of it. */
const LONG_POLL = { waitMs: 500, maxBytes: 1 } as const;
const RETRY_MS = 250;
/** So that a stream of appends makes some two hundred requests a second, not thousands. */
const PAUSE_MS = 5;

interface Watched extends TopicPartition {
  /** Up to where somebody was told; undefined before the first look. */
  told: bigint | undefined;
}

/** Each broker is asked by a loop of its own to wait for news of the partitions that it leads. */
export function createAppendWatch(
  requests: LeaderRequests,
  logger: Logger,
  hint: (where: TopicPartition) => void,
): AppendWatch {
  const watched = new Map<string, Watched>();
  const loops = new Map<number, Promise<void>>();
  const closing = new AbortController();
  let arranging: Promise<void> | undefined;
  const closed = (): boolean => closing.signal.aborted;
  const pause = (ms: number): Promise<void> =>
    delay(ms, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);

  /** Hints come late meanwhile, and consumers poll besides. */
  async function report(error: unknown): Promise<void> {
    if (!closed()) logger.warn({ err: error }, 'Kafka could not be asked for news; it is asked again');
    await pause(RETRY_MS);
  }

  /** Tells of a partition when it has grown, and at the first look when there is anything in it. */
  function notice(partition: Watched, end: bigint): void {
    const grown = end > (partition.told ?? 0n);
    partition.told = end;
    if (grown) hint(partition);
  }

  async function byLeader(): Promise<Map<number, Watched[]>> {
    const groups = new Map<number, Watched[]>();
    const leaders = await requests.leaders([...new Set([...watched.values()].map(({ topic }) => topic))]);
    for (const partition of watched.values()) {
      const leader = leaders.get(partition.topic)?.[partition.partition] ?? -1;
      groups.set(leader, [...(groups.get(leader) ?? []), partition]);
    }
    return groups;
  }

  /** Sees to it that every leader has its loop, for as long as that fails. */
  async function arrange(): Promise<void> {
    while (!closed()) {
      try {
        for (const node of (await byLeader()).keys()) {
          if (!loops.has(node))
            loops.set(
              node,
              watchBroker(node).finally(() => loops.delete(node)),
            );
        }
        return;
      } catch (error) {
        await report(error);
      }
    }
  }
  function rearrange(): void {
    if (!closed()) arranging = (arranging ?? Promise.resolve()).then(arrange);
  }

  async function watchBroker(node: number): Promise<void> {
    let mine: readonly Watched[] = [];
    try {
      for (;;) {
        mine = (await byLeader()).get(node) ?? [];
        if (mine.length === 0 || closed()) return;
        for (const partition of mine) {
          if (partition.told === undefined) notice(partition, await requests.offset(partition, 'end'));
        }
        const wanted = mine.map(({ topic, partition, told = 0n }) => ({ topic, partition, from: told }));
        const found = await requests.fetch(node, wanted, LONG_POLL);
        if (found === null) throw new RangeError('a partition is shorter than it was');
        for (const { topic, partition, end } of found) {
          const known = watched.get(idOf({ topic, partition }));
          if (known !== undefined) notice(known, end);
        }
        await pause(PAUSE_MS);
      }
    } catch (error) {
      for (const partition of mine) partition.told = undefined;
      await report(error);
      rearrange();
    }
  }

  return {
    watch(topic, partitions) {
      for (const partition of partitions) {
        const where = { topic, partition };
        if (!watched.has(idOf(where))) watched.set(idOf(where), { ...where, told: undefined });
      }
      rearrange();
    },
    appended(where, end) {
      const partition = watched.get(idOf(where));
      if (partition?.told !== undefined && end > partition.told) partition.told = end;
    },
    async close() {
      closing.abort();
      await arranging;
      await Promise.all(loops.values());
    },
  };
}

function idOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
