import type { Clock } from '../ports/clock.ts';
import type { InstrumentControl } from '../ports/instrument-control.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { createLifetime } from '../processing/lifetime.ts';
import type { PriceBook } from './price-book.ts';

/** What watching needs. */
export interface InstrumentWatchPorts {
  readonly control: Pick<InstrumentControl, 'lastSequence'>;
  readonly prices: Pick<PriceBook, 'reloadInstruments'>;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
}

/**
 * Has the price book read the instruments again within `everyMs` of a change that an operator made in any process: so an instrument that
 * is halted takes no orders anywhere soon after. Answers how to stop it.
 */
export function startInstrumentWatch(ports: InstrumentWatchPorts, everyMs: number): { stop(): Promise<void> } {
  const { control, prices, clock, meter, logger } = ports;
  const life = createLifetime(clock);
  let seen: bigint | undefined;

  async function look(): Promise<void> {
    try {
      const last = await control.lastSequence();
      // The first look as well: the book may have read just before a change.
      if (last !== seen) await prices.reloadInstruments();
      seen = last;
    } catch (error) {
      meter.count('instrument_watch_failures_total', {}, 1);
      logger.warn({ error }, 'changes of instruments could not be looked for; it is tried again');
    }
  }

  async function run(): Promise<void> {
    while (!life.ended()) {
      await look();
      await life.pause(everyMs);
    }
  }

  const finished = run();
  return {
    stop: () => {
      life.end();
      return finished;
    },
  };
}
