import { MS_PER_DAY, utcDate } from '@bourse/core/time/utc.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import type { TradeStore } from '../ports/trade-store.ts';
import { inParts } from '../processing/in-parts.ts';
import { startRounds } from '../processing/rounds.ts';

/** What the expiry works with. */
export interface TradeExpiryPorts {
  readonly store: Pick<TradeStore, 'expire'>;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
}

/** Longest time between two looks; at midnight UTC there is one in any case. Half of what a trade may be late. */
const EVERY_MS = 30_000;

/** Trades marked by one statement, so that it stays short. */
const MARKED_AT_ONCE = 5_000;

/**
 * Marks trades as expired once their maturity date has passed: at the start, right after midnight UTC, and at least every half minute, in
 * case the clock was put forward. Any number of processes may do so. Counts `trades_expired`. Answers how to stop it.
 */
export function startTradeExpiry({ store, clock, meter, logger }: TradeExpiryPorts): { stop(): Promise<void> } {
  return startRounds(
    { clock, logger },
    {
      round: (ended) =>
        inParts(MARKED_AT_ONCE, ended, async () => {
          const marked = await store.expire(utcDate(clock.now()), MARKED_AT_ONCE);
          meter.count('trades_expired', {}, marked);
          return marked;
        }),
      pauseMs: () => Math.min(EVERY_MS, MS_PER_DAY - (clock.now() % MS_PER_DAY)),
      warning: 'trades could not be marked as expired; the next round tries again',
    },
  );
}
