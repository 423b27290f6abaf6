import type { Layout, LayoutRefusal } from '@bourse/core/partitioning/layout.ts';
import { nextLayout } from '@bourse/core/partitioning/layout.ts';
import type { Result } from '@bourse/core/result.ts';
import { ok, refuse } from '@bourse/core/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { LayoutChange, LayoutSwitch, LogLayouts } from '../ports/log-layouts.ts';
import type { LogPositions } from '../ports/log-positions.ts';
import type { Log } from '../ports/log.ts';
import { createLifetime } from '../processing/lifetime.ts';
import { lagOf } from '../processing/log-upkeep.ts';

/** Topics that are kept outside the database. */
export interface TopicsElsewhere {
  readonly topics: readonly string[];
  /** Closes one of them for everybody; resolves when its ends stand still. Throws Fault('unavailable'). */
  refuseAppends(topic: string): Promise<void>;
  /** Opens all of them again. Throws Fault('unavailable'). */
  acceptAppends(): Promise<void>;
  /** Makes the empty topics of another layout, and answers their identities. Throws Fault('unavailable') or Fault('invalid-data'). */
  prepare(next: Layout): Promise<ReadonlyMap<string, string>>;
}

/** What changing the number of partitions works with. */
export interface ChangePartitionsPorts {
  readonly layouts: Pick<LogLayouts, 'current'>;
  /** Begins a change; undefined when somebody else is at it. */
  readonly begin: () => Promise<LayoutChange | undefined>;
  readonly log: Pick<Log, 'partitions' | 'end'>;
  readonly positions: Pick<LogPositions, 'positions'>;
  /** Null where everything is in the database. */
  readonly elsewhere: TopicsElsewhere | null;
  readonly clock: Clock;
}

/** How the change goes about it. */
export interface ChangePartitionsOptions {
  readonly groups: LayoutSwitch['groups'];
  /** Topics in the order in which they are closed: what is appended while one is drained goes to topics that come later. */
  readonly stages: readonly (readonly string[])[];
  /** How long the groups may take to pass what the old layout holds, milliseconds. */
  readonly maxWaitMs: number;
  /** Told how many records are still to be passed. */
  readonly onWaiting: (records: number) => void;
  /** Whether to give up. */
  readonly aborted: () => boolean;
}

/** Why nothing was changed. */
export type ChangeRefusal = LayoutRefusal | 'under-way' | 'not-drained' | 'aborted';

const LOOK_EVERY_MS = 100;

/**
 * Gives the log another number of partitions while the platform runs: closes its topics one after another, waits until the consumers have
 * passed what they hold, and begins the next layout in one transaction. Whatever goes wrong before that is undone. Throws what the ports throw.
 */
export async function changePartitions(
  ports: ChangePartitionsPorts,
  partitions: number,
  options: ChangePartitionsOptions,
): Promise<Result<Layout, ChangeRefusal>> {
  const next = nextLayout(await ports.layouts.current(), partitions);
  if (!next.ok) return next;
  const homes = (await ports.elsewhere?.prepare(next.value)) ?? new Map<string, string>();
  const change = await ports.begin();
  if (change === undefined) return refuse('under-way');
  try {
    const drained = await drainAll(ports, change, options);
    if (drained !== 'drained') {
      await change.undo();
      return refuse(drained);
    }
    const elsewhere = await endsElsewhere(ports, homes);
    await change.switchTo({ next: next.value, groups: options.groups, elsewhere });
  } catch (error) {
    // If it cannot be undone from here any more, the processes that run do so when they see that nobody is at it.
    await change.undo().catch(() => undefined);
    throw error;
  }
  return ok(next.value);
}

async function drainAll(
  ports: ChangePartitionsPorts,
  change: LayoutChange,
  options: ChangePartitionsOptions,
): Promise<'drained' | 'not-drained' | 'aborted'> {
  const untilMs = ports.clock.now() + options.maxWaitMs;
  const life = createLifetime(ports.clock);
  for (const topics of options.stages) {
    for (const topic of topics) await closeTopic(ports, change, topic);
    const readers = options.groups.filter(({ topic }) => topics.includes(topic));
    for (;;) {
      await change.renew();
      const lags = await Promise.all(readers.map(({ group, topic }) => lagOf(ports, group, topic)));
      const left = lags.reduce((sum, lag) => sum + lag, 0);
      if (left === 0) break;
      if (options.aborted()) return 'aborted';
      if (ports.clock.now() > untilMs) return 'not-drained';
      options.onWaiting(left);
      await life.pause(LOOK_EVERY_MS);
    }
  }
  return options.aborted() ? 'aborted' : 'drained';
}

async function closeTopic({ elsewhere }: ChangePartitionsPorts, change: LayoutChange, topic: string): Promise<void> {
  await change.closeTopic(topic);
  if (elsewhere?.topics.includes(topic) !== true) return;
  await elsewhere.refuseAppends(topic);
  try {
    await change.renew();
  } catch (error) {
    // It was undone by others before the topic was closed.
    await elsewhere.acceptAppends();
    throw error;
  }
}

/** What is closed ends where it ends now. */
async function endsElsewhere(
  { log, elsewhere }: ChangePartitionsPorts,
  homes: ReadonlyMap<string, string>,
): Promise<LayoutSwitch['elsewhere']> {
  const found = new Map<string, { readonly ends: ReadonlyMap<number, bigint>; readonly nextHome: string }>();
  for (const topic of elsewhere?.topics ?? []) {
    const ends = await Promise.all(
      log.partitions(topic).map(async (partition) => [partition, await log.end(topic, partition)] as const),
    );
    const nextHome = homes.get(topic);
    if (nextHome === undefined) throw new RangeError(`the topic ${topic} was not prepared`);
    found.set(topic, { ends: new Map(ends), nextHome });
  }
  return found;
}
