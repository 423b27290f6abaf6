import type { Clock } from '../ports/clock.ts';
import type { RequestOutcomes } from '../ports/request-outcomes.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { inParts } from '../processing/in-parts.ts';
import { startRounds } from '../processing/rounds.ts';

/** What the retention works with. */
export interface RequestRetentionPorts {
  readonly outcomes: Pick<RequestOutcomes, 'removeBefore'>;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
}

/** How often old outcomes are looked for, milliseconds. */
const EVERY_MS = 60_000;

/** Saved batches of a partition removed by one statement, so that it stays short. */
const REMOVED_AT_ONCE = 500;

/**
 * Removes what became of requests once it is older than `retentionMs`, and the keys of those requests. Counts
 * `request_outcomes_removed`. Answers how to stop it.
 */
export function startRequestRetention(
  { outcomes, clock, meter, logger }: RequestRetentionPorts,
  retentionMs: number,
): { stop(): Promise<void> } {
  return startRounds(
    { clock, logger },
    {
      round: (ended) =>
        inParts(REMOVED_AT_ONCE, ended, async () => {
          const removed = await outcomes.removeBefore(clock.now() - retentionMs, REMOVED_AT_ONCE);
          meter.count('request_outcomes_removed', {}, removed);
          return removed;
        }),
      pauseMs: () => EVERY_MS,
      warning: 'old request outcomes could not be removed; the next round tries again',
    },
  );
}
