import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeLog, fakeLogger, fakeMeter, manualClock } from '../market/market-fakes.ts';
import { Fault } from '../ports/fault.ts';
import type { LogPositions } from '../ports/log-positions.ts';
import type { LogUpkeepPorts } from './log-upkeep.ts';
import { lagOf, startLogUpkeep } from './log-upkeep.ts';

const START_MS = 1_000_000;
const RETENTION_MS = 60_000;
const EVERY_MS = 5_000;

/** Upkeep of a log of two partitions from which `old` batches can be removed. */
function openUpkeep(old: number) {
  const [log, clock, meter, logger] = [fakeLog(2), manualClock(START_MS), fakeMeter(), fakeLogger()];
  const removals: (readonly [beforeMs: number, limit: number])[] = [];
  const state = {
    left: old,
    removalFails: new Array<Fault>(),
    positions: new Map([
      [0, 0n],
      [1, 0n],
    ]),
  };
  const positions: Pick<LogPositions, 'positions'> = { positions: () => Promise.resolve(state.positions) };
  const retention = {
    async removeBefore(atMs: number, limit: number) {
      removals.push([atMs, limit]);
      const fault = state.removalFails.pop();
      if (fault !== undefined) throw fault;
      const removed = Math.min(limit, state.left);
      state.left -= removed;
      return removed;
    },
  };
  const deadLetters: LogUpkeepPorts['deadLetters'] = { depth: () => Promise.resolve(3) };
  const unused = () => Promise.reject(new TypeError('not part of upkeep'));
  const ports = { log, clock, meter, logger, retention, deadLetters };
  const start = () => {
    const upkeep = startLogUpkeep(
      { ...ports, positions: { ...positions, take: unused, advance: unused } },
      { groups: [{ group: 'readers', topic: 'orders' }], everyMs: EVERY_MS, retentionMs: RETENTION_MS },
    );
    onTestFinished(() => upkeep.stop());
    return upkeep;
  };
  const lag = () => lagOf({ log, positions }, 'readers', 'orders');
  const append = (...keys: readonly string[]) =>
    log.append(
      'orders',
      keys.map((key) => ({ key, value: '{}', headers: {} })),
    );
  return { ...ports, state, removals, start, lag, append };
}

describe('the lag of a group', () => {
  it('is what it has not processed of all partitions, one that it never took in full', async () => {
    const { lag, append, state } = openUpkeep(0);
    expect(await lag()).toBe(0);
    await append('a', 'b', 'a', 'b', 'a');
    expect(await lag()).toBe(5);
    const partitionOfA = 'a'.codePointAt(0)! + 1;
    state.positions = new Map([[partitionOfA % 2, 2n]]);
    expect(await lag()).toBe(3);
  });
});

describe('the upkeep of the log', () => {
  it('measures at once and then in every interval', async () => {
    const { start, clock, meter, append } = openUpkeep(0);
    start();
    await clock.pass(0);
    expect(meter.gauged('consumer_lag_records')).toBe(0);
    expect(meter.gauged('dead_letters_waiting')).toBe(3);
    await append('a', 'b');
    await clock.pass(EVERY_MS);
    expect(meter.gauged('consumer_lag_records')).toBe(2);
  });

  it('removes what is older than the retention time, some batches at a time until nothing is left', async () => {
    const { start, clock, meter, removals } = openUpkeep(2_500);
    start();
    await clock.pass(0);
    const beforeMs = START_MS - RETENTION_MS;
    expect(removals).toEqual([1, 2, 3].map(() => [beforeMs, 1_000]));
    expect(meter.counted('log_batches_removed')).toBe(2_500);
    await clock.pass(EVERY_MS);
    expect(removals.slice(3)).toEqual([[beforeMs + EVERY_MS, 1_000]]);
  });

  it('removes nothing before every group has begun with every partition: what it needs is not known', async () => {
    const { start, clock, removals, state } = openUpkeep(5);
    state.positions = new Map([[0, 0n]]);
    start();
    await clock.pass(EVERY_MS);
    expect(removals).toEqual([]);
    state.positions = new Map([
      [0, 0n],
      [1, 0n],
    ]);
    await clock.pass(EVERY_MS);
    expect(removals).toHaveLength(1);
  });

  it('goes on after an interval in which something failed', async () => {
    const { start, clock, logger, meter, state } = openUpkeep(5);
    state.removalFails.push(new Fault('unavailable', 'the database is away'));
    start();
    await clock.pass(0);
    expect(logger.messages).toEqual(['the log could not be looked after; the next round tries again']);
    await clock.pass(EVERY_MS);
    expect(meter.counted('log_batches_removed')).toBe(5);
  });

  it('does nothing any more when it was stopped', async () => {
    const { start, clock, removals } = openUpkeep(0);
    const upkeep = start();
    await upkeep.stop();
    const before = removals.length;
    await clock.pass(10 * EVERY_MS);
    expect(removals).toHaveLength(before);
  });
});
