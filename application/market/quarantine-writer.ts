import type { QuarantineStore } from '../ports/quarantine-store.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { backoffMs } from '../processing/lifetime.ts';
import type { Lifetime } from '../processing/lifetime.ts';
import type { Quarantine } from './quarantine.ts';

/** What writing needs. */
export interface QuarantineWriterPorts {
  readonly quarantine: Quarantine;
  readonly store: QuarantineStore;
  readonly meter: Meter;
  readonly logger: Logger;
}

const RETRY = { firstMs: 1_000, mostMs: 30_000 };

/**
 * Puts what happens in a quarantine into its store, together every `everyMs`, and once more at the end of the lifetime. While the store
 * is away changes wait, at most one for each instrument and reason, and no price waits for them.
 */
export async function writeQuarantine(ports: QuarantineWriterPorts, everyMs: number, life: Lifetime): Promise<void> {
  const { quarantine, store, meter, logger } = ports;
  let failures = 0;

  async function write(): Promise<void> {
    meter.gauge('prices_in_quarantine', {}, quarantine.list().length);
    const changes = quarantine.takeChanges();
    if (changes.length === 0) return;
    try {
      await store.add(changes);
      failures = 0;
    } catch (error) {
      failures += 1;
      quarantine.putBack(changes);
      meter.count('quarantine_write_failures_total', {}, 1);
      logger.warn({ error, changes: changes.length }, 'the quarantine could not be stored; it is tried again');
    }
  }

  while (!life.ended()) {
    await life.pause(failures === 0 ? everyMs : backoffMs(failures, RETRY));
    await write();
  }
}
