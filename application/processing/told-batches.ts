import type { Broadcast } from '../ports/broadcast.ts';
import type { LogBatch } from '../ports/log.ts';
import type { LogNotifications } from '../ports/log-notifications.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { decodeToldBatch, encodeToldBatch } from './told-batch-codec.ts';

const CHANNEL = 'log';
/** Larger ones are read from the log by whoever wants them, UTF-16 code units. */
const MAX_TEXT_LENGTH = 500_000;

/** What telling batches needs. */
export interface ToldBatchesPorts {
  readonly broadcast: Broadcast;
  readonly meter: Meter;
  readonly logger: Logger;
}

/** Which batches are told whole, and by whom. */
export interface ToldBatchesOptions {
  /** Topics that every process reads. */
  readonly topics: readonly string[];
  /** Names this process among the others. */
  readonly sender: string;
}

/**
 * Notifications that bring the batches of some topics along, so that not every process reads them back from the database. What cannot be
 * told so is told by `hints`, as everything else is. Nothing rests on it: who was not told finds the batch in the log by itself.
 */
export function createToldBatches(
  hints: LogNotifications,
  { broadcast, meter, logger }: ToldBatchesPorts,
  { topics, sender }: ToldBatchesOptions,
): LogNotifications {
  let stopHearing = (): void => undefined;

  async function tellWhole(batch: LogBatch): Promise<void> {
    const text = encodeToldBatch(sender, batch);
    const told = text.length <= MAX_TEXT_LENGTH && (await broadcast.tell(CHANNEL, text));
    meter.count('log_batches_told_total', { outcome: told ? 'told' : 'hinted' }, 1);
    if (!told) hints.tell([batch]);
  }

  return {
    tell(batches) {
      const rest = batches.filter(({ topic }) => !topics.includes(topic));
      if (rest.length > 0) hints.tell(rest);
      for (const batch of batches) if (topics.includes(batch.topic)) void tellWhole(batch);
    },
    listen(hint) {
      hints.listen(hint);
      stopHearing = broadcast.hear(CHANNEL, {
        onText(text) {
          try {
            const told = decodeToldBatch(text);
            if (told.sender !== sender) hint(told.batch.topic, told.batch.partition, told.batch);
          } catch (error) {
            meter.count('log_batches_unreadable_total', {}, 1);
            logger.warn({ error }, 'a batch that was told could not be read; it is read from the log');
          }
        },
        // What was missed is found at the next poll.
        onJoined: () => undefined,
      });
    },
    close() {
      stopHearing();
      return hints.close();
    },
  };
}
