import { isFault } from '../ports/fault.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';

/** Two ways to count. */
export interface FallbackRateLimiterPorts {
  /** Counts for all processes together, and may be away. */
  readonly shared: RateLimiter;
  /** Counts for this process, always. */
  readonly local: RateLimiter;
  readonly meter: Meter;
  readonly logger: Logger;
}

/**
 * Limits that all processes share, and that each process keeps for itself while they cannot be counted together: nobody is turned away because a
 * counter is, and nobody has no limit. What passes is counted here too all the time, so that whoever has used up a limit at this process
 * does not begin anew when the shared counter is lost. Throws nothing but bugs, and what `local` throws.
 */
export function createFallbackRateLimiter({ shared, local, meter, logger }: FallbackRateLimiterPorts): RateLimiter {
  let alone = false;

  function note(isAlone: boolean, cause?: unknown): void {
    meter.count('rate_limits_counted_total', { by: isAlone ? 'process' : 'all' }, 1);
    if (isAlone === alone) return;
    alone = isAlone;
    meter.gauge('rate_limits_alone', {}, alone ? 1 : 0);
    if (alone) logger.warn({ err: cause }, 'limits cannot be counted together; this process counts for itself');
    else logger.info({}, 'limits are counted together again');
  }

  /** Undefined when it cannot answer now. */
  async function together<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
    try {
      const value = await ask();
      note(false);
      return value;
    } catch (error) {
      if (!isFault(error, 'unavailable')) throw error;
      note(true, error);
      return undefined;
    }
  }

  meter.gauge('rate_limits_alone', {}, 0);
  return {
    async take(key, limit) {
      const standing = await together(() => shared.take(key, limit));
      if (standing === undefined) return local.take(key, limit);
      if (standing.allowed) await local.take(key, limit);
      return standing;
    },
    async giveBack(key, limit) {
      await Promise.all([together(() => shared.giveBack(key, limit)), local.giveBack(key, limit)]);
    },
    async look(key, limit) {
      return (await together(() => shared.look(key, limit))) ?? local.look(key, limit);
    },
  };
}
