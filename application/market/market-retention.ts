import type { CandleStore } from '../ports/candle-store.ts';
import type { CatalogueHistory } from '../ports/catalogue-history.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { createLifetime } from '../processing/lifetime.ts';

/** What the retention works with. */
export interface MarketRetentionPorts {
  readonly candles: Pick<CandleStore, 'removeCandles'>;
  readonly history: Pick<CatalogueHistory, 'forgetChanges'>;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
}

/** How long things are kept, milliseconds. Candles of days are kept for ever. */
export interface MarketRetentionTimes {
  readonly minuteCandlesMs: number;
  readonly hourCandlesMs: number;
  readonly catalogueChangesMs: number;
}

/** How often old things are looked for, milliseconds. */
const EVERY_MS = 60_000;

/** Rows removed by one statement, so that it stays short. */
const REMOVED_AT_ONCE = 1_000;

/** Removes candles and changes of the catalogue that are old enough. Counts `market_rows_removed_total`. Answers how to stop it. */
export function startMarketRetention(
  { candles, history, clock, meter, logger }: MarketRetentionPorts,
  { minuteCandlesMs, hourCandlesMs, catalogueChangesMs }: MarketRetentionTimes,
): { stop(): Promise<void> } {
  const life = createLifetime(clock);
  const kinds: readonly (readonly [what: string, keptMs: number, remove: (beforeMs: number) => Promise<number>])[] = [
    ['minute-candles', minuteCandlesMs, (beforeMs) => candles.removeCandles('1m', beforeMs, REMOVED_AT_ONCE)],
    ['hour-candles', hourCandlesMs, (beforeMs) => candles.removeCandles('1h', beforeMs, REMOVED_AT_ONCE)],
    ['catalogue-changes', catalogueChangesMs, (beforeMs) => history.forgetChanges(beforeMs, REMOVED_AT_ONCE)],
  ];

  async function removeOld(): Promise<void> {
    for (const [what, keptMs, remove] of kinds) {
      let removed = REMOVED_AT_ONCE;
      while (removed >= REMOVED_AT_ONCE && !life.ended()) {
        removed = await remove(clock.now() - keptMs);
        meter.count('market_rows_removed_total', { what }, removed);
      }
    }
  }

  async function run(): Promise<void> {
    while (!life.ended()) {
      try {
        await removeOld();
      } catch (error) {
        logger.warn({ err: error }, 'old candles could not be removed; the next round tries again');
      }
      await life.pause(EVERY_MS);
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
