import { describe, expect, it } from 'vitest';
import { Fault } from '../ports/fault.ts';
import { startInstrumentWatch } from './instrument-watch.ts';
import { fakeLogger, fakeMeter, manualClock, settle } from './market-fakes.ts';

async function setUp() {
  const clock = manualClock();
  const meter = fakeMeter();
  let last = 7n;
  let failing = false;
  let reloads = 0;
  const control = {
    lastSequence: async () => {
      if (failing) throw new Fault('unavailable', 'down');
      return last;
    },
  };
  const prices = { reloadInstruments: async () => void (reloads += 1) };
  const watch = startInstrumentWatch({ control, prices, clock, meter, logger: fakeLogger() }, 1_000);
  await settle();
  return {
    ...{ clock, meter, watch },
    reloads: () => reloads,
    change: () => void (last += 1n),
    fail: (now: boolean) => void (failing = now),
  };
}

describe('the watch over instruments', () => {
  it('has them read once at its start, and then after each change only', async () => {
    const { clock, reloads, change } = await setUp();
    await clock.pass(5_000);
    expect(reloads()).toBe(1);
    change();
    await clock.pass(1_000);
    expect(reloads()).toBe(2);
    await clock.pass(5_000);
    expect(reloads()).toBe(2);
  });

  it('looks again after a failure', async () => {
    const { clock, reloads, change, fail, meter } = await setUp();
    fail(true);
    change();
    await clock.pass(3_000);
    expect(reloads()).toBe(1);
    expect(meter.counted('instrument_watch_failures_total')).toBe(3);
    fail(false);
    await clock.pass(1_000);
    expect(reloads()).toBe(2);
  });

  it('looks no more once it is stopped', async () => {
    const { clock, reloads, change, watch } = await setUp();
    await watch.stop();
    change();
    await clock.pass(10_000);
    expect(reloads()).toBe(1);
  });
});
