import type { CandleStore } from '../ports/candle-store.ts';
import type { CatalogueHistory } from '../ports/catalogue-history.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import { inParts } from '../processing/in-parts.ts';
import { startRounds } from '../processing/rounds.ts';

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
  const kinds: readonly (readonly [what: string, keptMs: number, remove: (beforeMs: number) => Promise<number>])[] = [
    ['minute-candles', minuteCandlesMs, (beforeMs) => candles.removeCandles('1m', beforeMs, REMOVED_AT_ONCE)],
    ['hour-candles', hourCandlesMs, (beforeMs) => candles.removeCandles('1h', beforeMs, REMOVED_AT_ONCE)],
    ['catalogue-changes', catalogueChangesMs, (beforeMs) => history.forgetChanges(beforeMs, REMOVED_AT_ONCE)],
  ];

  return startRounds(
    { clock, logger },
    {
      async round(ended) {
        for (const [what, keptMs, remove] of kinds) {
          await inParts(REMOVED_AT_ONCE, ended, async () => {
            const removed = await remove(clock.now() - keptMs);
            meter.count('market_rows_removed_total', { what }, removed);
            return removed;
          });
        }
      },
      pauseMs: () => EVERY_MS,
      warning: 'old candles could not be removed; the next round tries again',
    },
  );
}
