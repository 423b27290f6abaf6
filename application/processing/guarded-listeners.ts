import type { Log } from '../ports/log.ts';
import type { Logger } from '../ports/telemetry.ts';

/**
 * The same log, told of by listeners that cannot harm whoever appends, or each other. What one of them throws is a bug of its own: it is logged, and
 * the others are told. The records are durable whoever has heard of them, and whoever consumes them polls besides.
 */
export function createGuardedListeners(log: Log, logger: Logger): Log {
  return {
    ...log,
    onAppended: (topic, listener) =>
      log.onAppended(topic, (partition, batch) => {
        try {
          listener(partition, batch);
        } catch (error) {
          logger.error({ err: error, topic, partition }, 'a listener of the log failed by a bug');
        }
      }),
  };
}
