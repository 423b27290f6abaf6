import type { Clock } from '../ports/clock.ts';
import type { InstrumentControl } from '../ports/instrument-control.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { startRounds } from '../processing/rounds.ts';
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
  const { control, prices, meter } = ports;
  let seen: bigint | undefined;

  return startRounds(ports, {
    async round() {
      const last = await control.lastSequence();
      // The first look as well: the book may have read just before a change.
      if (last !== seen) await prices.reloadInstruments();
      seen = last;
    },
    pauseMs: () => everyMs,
    warning: 'changes of instruments could not be looked for; it is tried again',
    onFailure: () => meter.count('instrument_watch_failures_total', {}, 1),
  });
}
