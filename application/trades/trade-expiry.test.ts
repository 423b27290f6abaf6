import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeLogger, fakeMeter, manualClock } from '../market/market-fakes.ts';
import { Fault } from '../ports/fault.ts';
import { startTradeExpiry } from './trade-expiry.ts';

const MIDNIGHT_MS = Date.UTC(2026, 10, 21);
const HALF_A_MINUTE_MS = 30_000;

/** An expiry over trades that mature on these days, at a moment; `outage` holds faults of the next calls. */
function openExpiry(startMs: number, maturities: readonly string[]) {
  const [clock, meter, logger] = [manualClock(startMs), fakeMeter(), fakeLogger()];
  const outage: Fault[] = [];
  const calls: string[] = [];
  let living = [...maturities];
  const store = {
    async expire(today: string, maxRows: number): Promise<number> {
      calls.push(today);
      const fault = outage.pop();
      if (fault !== undefined) throw fault;
      const due = new Set(living.filter((maturity) => maturity < today).slice(0, maxRows));
      living = living.filter((maturity) => !due.has(maturity));
      return due.size;
    },
  };
  const start = () => {
    const expiry = startTradeExpiry({ store, clock, meter, logger });
    onTestFinished(() => expiry.stop());
    return expiry;
  };
  return { start, clock, meter, logger, outage, calls, living: () => living };
}

describe('the expiry of trades', () => {
  it('marks at the start what matured while nothing ran', async () => {
    const { start, clock, living, meter } = openExpiry(MIDNIGHT_MS - 1_000, ['2026-11-18', '2026-11-19', '2026-11-20']);
    start();
    await clock.pass(0);
    expect(living()).toEqual(['2026-11-20']);
    expect(meter.counted('trades_expired', {})).toBe(2);
  });

  it('marks right at midnight UTC, and not a millisecond before', async () => {
    const { start, clock, living } = openExpiry(MIDNIGHT_MS - 1_000, ['2026-11-20', '2026-11-21']);
    start();
    await clock.pass(999);
    expect(living()).toEqual(['2026-11-20', '2026-11-21']);
    await clock.pass(1);
    expect(living()).toEqual(['2026-11-21']);
  });

  it('notices within half a minute when the clock is put forward over midnight', async () => {
    const { start, clock, living } = openExpiry(Date.UTC(2026, 10, 20, 12), ['2026-11-20']);
    start();
    await clock.pass(1_000);
    clock.jump(MIDNIGHT_MS + 5_000);
    await clock.pass(HALF_A_MINUTE_MS - 1_000);
    expect(living()).toEqual([]);
  });

  it('marks in bounded steps until nothing is left', async () => {
    const many = Array.from({ length: 12_000 }, (_, index) => `2025-01-01 ${index}`);
    const { start, clock, living, calls, meter } = openExpiry(MIDNIGHT_MS, many);
    start();
    await clock.pass(0);
    expect(living()).toEqual([]);
    expect(calls).toHaveLength(3);
    expect(meter.counted('trades_expired', {})).toBe(12_000);
  });

  it('goes on after a round in which the database was away', async () => {
    const { start, clock, living, outage, logger } = openExpiry(MIDNIGHT_MS, ['2026-11-20']);
    outage.push(new Fault('unavailable', 'the database is away'));
    start();
    await clock.pass(0);
    expect(living()).toEqual(['2026-11-20']);
    expect(logger.messages).toEqual(['trades could not be marked as expired; the next round tries again']);
    await clock.pass(HALF_A_MINUTE_MS);
    expect(living()).toEqual([]);
  });

  it('does nothing any more when it was stopped', async () => {
    const { start, clock, calls } = openExpiry(MIDNIGHT_MS, []);
    const expiry = start();
    await clock.pass(0);
    await expiry.stop();
    await clock.pass(10 * HALF_A_MINUTE_MS);
    expect(calls).toHaveLength(1);
  });
});
