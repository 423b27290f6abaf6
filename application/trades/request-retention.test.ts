import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeLogger, fakeMeter, manualClock } from '../market/market-fakes.ts';
import { Fault } from '../ports/fault.ts';
import { startRequestRetention } from './request-retention.ts';

const START_MS = 1_000_000_000;
const RETENTION_MS = 7 * 86_400_000;
const MINUTE_MS = 60_000;

/** A retention over outcomes that were decided at these moments. */
function openRetention(decided: readonly number[]) {
  const [clock, meter, logger] = [manualClock(START_MS), fakeMeter(), fakeLogger()];
  const outage: Fault[] = [];
  let kept = [...decided];
  let calls = 0;
  const outcomes = {
    async removeBefore(atMs: number, maxBatches: number): Promise<number> {
      calls += 1;
      const fault = outage.pop();
      if (fault !== undefined) throw fault;
      const old = kept.filter((decidedAtMs) => decidedAtMs < atMs).slice(0, maxBatches);
      kept = kept.slice(old.length);
      return old.length;
    },
  };
  const start = () => {
    const retention = startRequestRetention({ outcomes, clock, meter, logger }, RETENTION_MS);
    onTestFinished(() => retention.stop());
    return retention;
  };
  return { start, clock, meter, logger, outage, kept: () => kept, calls: () => calls };
}

describe('the retention of request outcomes', () => {
  it('removes what is older than its time, at the start and every minute', async () => {
    const [old, young, edge] = [
      START_MS - RETENTION_MS - 1,
      START_MS - RETENTION_MS + MINUTE_MS,
      START_MS - RETENTION_MS,
    ];
    const { start, clock, kept, meter } = openRetention([old, edge, young]);
    start();
    await clock.pass(0);
    expect(kept()).toEqual([edge, young]);
    await clock.pass(MINUTE_MS);
    expect(kept()).toEqual([young]);
    await clock.pass(MINUTE_MS);
    expect(kept()).toEqual([]);
    expect(meter.counted('request_outcomes_removed', {})).toBe(3);
  });

  it('removes in bounded steps until nothing old is left', async () => {
    const { start, clock, kept, calls } = openRetention(Array.from({ length: 1_200 }, () => 0));
    start();
    await clock.pass(0);
    expect(kept()).toEqual([]);
    expect(calls()).toBe(3);
  });

  it('goes on after a round in which the database was away', async () => {
    const { start, clock, kept, outage, logger } = openRetention([0]);
    outage.push(new Fault('unavailable', 'the database is away'));
    start();
    await clock.pass(0);
    expect(kept()).toEqual([0]);
    expect(logger.messages).toEqual(['old request outcomes could not be removed; the next round tries again']);
    await clock.pass(MINUTE_MS);
    expect(kept()).toEqual([]);
  });

  it('does nothing any more when it was stopped', async () => {
    const { start, clock, calls } = openRetention([]);
    const retention = start();
    await clock.pass(0);
    await retention.stop();
    await clock.pass(10 * MINUTE_MS);
    expect(calls()).toBe(1);
  });
});
