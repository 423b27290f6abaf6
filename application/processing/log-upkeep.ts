import { createLifetime } from './lifetime.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeadLetters } from '../ports/dead-letters.ts';
import type { Log } from '../ports/log.ts';
import type { LogPositions } from '../ports/log-positions.ts';
import type { LogRetention } from '../ports/log-retention.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';

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
  const { clock, meter, logger, retention } = ports;
  const life = createLifetime(clock);

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
      for (let partition = 0; partition < ports.log.partitionCount(topic); partition += 1)
        if (!begun.has(partition)) return false;
    }
    return true;
  }

  async function removeOld(): Promise<void> {
    let removed = (await allHaveBegun()) ? REMOVED_AT_ONCE : 0;
    while (removed >= REMOVED_AT_ONCE && !life.ended()) {
      removed = await retention.removeBefore(clock.now() - options.retentionMs, REMOVED_AT_ONCE);
      meter.count('log_batches_removed', {}, removed);
    }
  }

  async function run(): Promise<void> {
    while (!life.ended()) {
      try {
        await measure();
        await removeOld();
      } catch (error) {
        logger.warn({ err: error }, 'the log could not be looked after; the next round tries again');
      }
      await life.pause(options.everyMs);
    }
  }

  const finished = run();
  return {
    stop() {
      life.end();
      return finished;
    },
  };
}

/** Records that a group has not processed yet, over all partitions of a topic. Throws Fault('unavailable'). */
export async function lagOf(
  ports: { readonly log: Pick<Log, 'partitionCount' | 'end'>; readonly positions: Pick<LogPositions, 'positions'> },
  group: string,
  topic: string,
): Promise<number> {
  const positions = await ports.positions.positions(group, topic);
  const partitions = Array.from({ length: ports.log.partitionCount(topic) }, (_, partition) => partition);
  const ends = await Promise.all(partitions.map((partition) => ports.log.end(topic, partition)));
  return ends.reduce((lag, end, partition) => lag + Number(end - (positions.get(partition) ?? 0n)), 0);
}
