import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/telemetry.ts';
import { createLifetime } from './lifetime.ts';

/** Work that is done over and over until it is stopped. */
export interface Rounds {
  /** Does it once, and begins nothing new when `ended` says that it was stopped. What it throws is a warning; the next round tries again. */
  readonly round: (ended: () => boolean) => Promise<void>;
  /** How long to pause after a round, milliseconds; asked each time. */
  readonly pauseMs: () => number;
  /** Whether there is a pause before the first round as well (false). */
  readonly pauseFirst?: boolean;
  /** What is said when a round fails. */
  readonly warning: string;
  /** Called when a round fails, to count it. */
  readonly onFailure?: () => void;
}

/** Begins with the rounds. Stopping ends the pause, and resolves when the round under way is over. */
export function startRounds(
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
  { round, pauseMs, pauseFirst = false, warning, onFailure }: Rounds,
): { stop(): Promise<void> } {
  const life = createLifetime(clock);

  async function attempt(): Promise<void> {
    try {
      await round(life.ended);
    } catch (error) {
      onFailure?.();
      logger.warn({ err: error }, warning);
    }
  }

  async function run(): Promise<void> {
    if (pauseFirst) await life.pause(pauseMs());
    while (!life.ended()) {
      await attempt();
      await life.pause(pauseMs());
    }
  }

  const finished = run();
  return {
    stop() {
      life.end();
      return finished;
    },
  };
}
