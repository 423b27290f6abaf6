import type { Clock } from '../ports/clock.ts';
import type { DeadLetters } from '../ports/dead-letters.ts';
import type { Log } from '../ports/log.ts';
import type { LogPositions } from '../ports/log-positions.ts';
import type { LogRetention } from '../ports/log-retention.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { inParts } from './in-parts.ts';
import { startRounds } from './rounds.ts';

/** What upkeep works with. */
export interface LogUpkeepPorts {
  readonly log: Log;
  readonly positions: LogPositions;
  readonly retention: LogRetention;
  readonly deadLetters: Pick<DeadLetters, 'depth'>;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
}

/** Which groups are measured, and how long records are kept. */
export interface LogUpkeepOptions {
  readonly groups: readonly { readonly group: string; readonly topic: string }[];
  readonly everyMs: number;
  readonly retentionMs: number;
}

/** Batches removed by one statement, so that it stays short. */
const REMOVED_AT_ONCE = 1_000;

/**
 * Measures how far each group is behind (`consumer_lag_records`) and how many dead letters wait (`dead_letters_waiting`), and removes
 * records that are old enough and that nobody needs any more. Answers how to stop it.
 */
export function startLogUpkeep(ports: LogUpkeepPorts, options: LogUpkeepOptions): { stop(): Promise<void> } {
  const { clock, meter, retention } = ports;

  async function measure(): Promise<void> {
    for (const { group, topic } of options.groups) {
      meter.gauge('consumer_lag_records', { group, topic }, await lagOf(ports, group, topic));
    }
    meter.gauge('dead_letters_waiting', {}, await ports.deadLetters.depth());
  }

  /** What a group has not begun with yet is not known to be needed by it, so nothing is removed before all have. */
  async function allHaveBegun(): Promise<boolean> {
    for (const { group, topic } of options.groups) {
      const begun = await ports.positions.positions(group, topic);
      if (!ports.log.partitions(topic).every((partition) => begun.has(partition))) return false;
    }
    return true;
  }

  return startRounds(ports, {
    async round(ended) {
      await measure();
      if (!(await allHaveBegun())) return;
      await inParts(REMOVED_AT_ONCE, ended, async () => {
        const removed = await retention.removeBefore(clock.now() - options.retentionMs, REMOVED_AT_ONCE);
        meter.count('log_batches_removed', {}, removed);
        return removed;
      });
    },
    pauseMs: () => options.everyMs,
    warning: 'the log could not be looked after; the next round tries again',
  });
}

/** Records that a group has not processed yet, over all partitions of a topic. Throws Fault('unavailable'). */
export async function lagOf(
  ports: { readonly log: Pick<Log, 'partitions' | 'end'>; readonly positions: Pick<LogPositions, 'positions'> },
  group: string,
  topic: string,
): Promise<number> {
  const positions = await ports.positions.positions(group, topic);
  const lags = await Promise.all(
    ports.log.partitions(topic).map(async (partition) => {
      const end = await ports.log.end(topic, partition);
      return Number(end - (positions.get(partition) ?? 0n));
    }),
  );
  return lags.reduce((sum, lag) => sum + lag, 0);
}
