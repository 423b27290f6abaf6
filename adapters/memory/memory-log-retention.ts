import type { LogRetention } from '@bourse/application/ports/log-retention.ts';
import type { MemoryLog } from './memory-log.ts';
import type { MemoryLogPositions } from './memory-log-positions.ts';

/** Removes old batches of a log in memory that every group has passed. */
export function createMemoryLogRetention(
  log: Pick<MemoryLog, 'removeOldest'>,
  positions: Pick<MemoryLogPositions, 'slowest'>,
): LogRetention {
  return {
    removeBefore: async (atMs, limit) =>
      log.removeOldest(limit, ({ topic, partition, basePosition, records, appendedAtMs }) => {
        const slowest = positions.slowest(topic, partition);
        const isPassed = slowest === null || slowest >= basePosition + BigInt(records.length);
        return isPassed && appendedAtMs < atMs;
      }),
  };
}
