import type { CandleInterval } from '@bourse/core/market/candle.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Fault } from '../ports/fault.ts';
import { fakeLogger, fakeMeter, manualClock } from './market-fakes.ts';
import { startMarketRetention } from './market-retention.ts';

const START_MS = 1_000_000_000;
const TIMES = { minuteCandlesMs: 10_000, hourCandlesMs: 200_000, catalogueChangesMs: 5_000 };

/** Retention over stores that hold so many old rows of each kind. */
function openRetention(old: Readonly<Record<CandleInterval | 'changes', number>>) {
  const [clock, meter, logger] = [manualClock(START_MS), fakeMeter(), fakeLogger()];
  const left = { ...old };
  const removals: (readonly [what: string, beforeMs: number])[] = [];
  const faults: Fault[] = [];
  const remove = async (what: keyof typeof left, beforeMs: number, limit: number) => {
    removals.push([what, beforeMs]);
    const fault = faults.pop();
    if (fault !== undefined) throw fault;
    const removed = Math.min(limit, left[what]);
    left[what] -= removed;
    return removed;
  };
  const start = () => {
    const retention = startMarketRetention(
      {
        candles: { removeCandles: (interval, beforeMs, limit) => remove(interval, beforeMs, limit) },
        history: { forgetChanges: (beforeMs, limit) => remove('changes', beforeMs, limit) },
        ...{ clock, meter, logger },
      },
      TIMES,
    );
    onTestFinished(() => retention.stop());
    return retention;
  };
  return { clock, meter, logger, left, removals, faults, start };
}

describe('the retention of market data', () => {
  it('removes what is older than its time, in small parts, and never candles of days', async () => {
    const { clock, meter, left, removals, start } = openRetention({ '1m': 2_500, '1h': 3, '1d': 7, changes: 1 });
    start();
    await clock.pass(0);
    expect(left).toEqual({ '1m': 0, '1h': 0, '1d': 7, changes: 0 });
    expect(removals).toEqual([
      ...[1, 2, 3].map(() => ['1m', START_MS - 10_000]),
      ['1h', START_MS - 200_000],
      ['changes', START_MS - 5_000],
    ]);
    expect(meter.counted('market_rows_removed_total', { what: 'minute-candles' })).toBe(2_500);
  });

  it('looks again every minute, also after a failure', async () => {
    const { clock, logger, left, faults, start } = openRetention({ '1m': 5, '1h': 0, '1d': 0, changes: 0 });
    faults.push(new Fault('unavailable', 'the database is away'));
    start();
    await clock.pass(0);
    expect(logger.messages).toEqual(['old candles could not be removed; the next round tries again']);
    await clock.pass(60_000);
    expect(left['1m']).toBe(0);
  });

  it('does nothing any more when it was stopped', async () => {
    const { clock, removals, start } = openRetention({ '1m': 0, '1h': 0, '1d': 0, changes: 0 });
    const retention = start();
    await retention.stop();
    const before = removals.length;
    await clock.pass(600_000);
    expect(removals).toHaveLength(before);
  });
});
