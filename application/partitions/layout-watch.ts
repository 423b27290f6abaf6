import type { Layout } from '@bourse/core/partitioning/layout.ts';
import type { Clock } from '../ports/clock.ts';
import type { LogLayouts } from '../ports/log-layouts.ts';
import type { Logger } from '../ports/telemetry.ts';
import { createLifetime } from '../processing/lifetime.ts';

/** What watching the layout works with. */
export interface LayoutWatchPorts {
  readonly layouts: LogLayouts;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A watch on the layout. */
export interface LayoutWatch {
  /** Resolves when the log has another layout than this process works with. */
  readonly changed: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Looks every `everyMs` whether the log has got another layout, and undoes a change that somebody has begun and who is not there any more. It
 * looks once at the start for topics that are closed although nobody changes anything.
 */
export function startLayoutWatch(ports: LayoutWatchPorts, mine: Layout, everyMs: number): LayoutWatch {
  const { layouts, clock, logger } = ports;
  const life = createLifetime(clock);
  let tellChanged = (): void => undefined;
  const changed = new Promise<void>((resolve) => {
    tellChanged = resolve;
  });

  async function look(): Promise<'same' | 'another'> {
    if (await layouts.isAbandoned()) {
      await layouts.undoAbandoned();
      logger.warn({}, 'a change of the number of partitions was not brought to its end; it was undone');
    }
    return (await layouts.current()).number === mine.number ? 'same' : 'another';
  }

  async function run(): Promise<void> {
    let isOpen = false;
    while (!life.ended()) {
      try {
        if (!isOpen) await layouts.undoAbandoned();
        isOpen = true;
        if ((await look()) === 'another') {
          tellChanged();
          return;
        }
      } catch (error) {
        logger.warn({ err: error }, 'the layout of the log could not be looked at; the next look tries again');
      }
      await life.pause(everyMs);
    }
  }

  const finished = run();
  return {
    changed,
    stop() {
      life.end();
      return finished;
    },
  };
}
