import { describe, expect, it } from 'vitest';
import { faultsAt, readSchedule } from './fault-schedule.ts';
import type { FaultSchedule } from './fault-schedule.ts';

const schedule: FaultSchedule = {
  steps: [
    { forMs: 1_000, faults: { errorRate: 0.5 } },
    { forMs: 500, faults: {} },
    { forMs: 500, faults: { hangRate: 1 } },
  ],
};

describe('a schedule of faults', () => {
  it('orders each step for its time, and nothing after the last', () => {
    const at = [0, 999, 1_000, 1_500, 1_999, 2_000, 9_000].map((sinceMs) => faultsAt(schedule, sinceMs));
    expect(at).toEqual([{ errorRate: 0.5 }, { errorRate: 0.5 }, {}, { hangRate: 1 }, { hangRate: 1 }, {}, {}]);
  });

  it('begins again at its end when it says so', () => {
    const again = { ...schedule, repeat: true };
    expect([2_000, 3_600, 21_999].map((sinceMs) => faultsAt(again, sinceMs))).toEqual([
      { errorRate: 0.5 },
      { hangRate: 1 },
      { hangRate: 1 },
    ]);
  });

  it('is the first step when the clock was set back behind its beginning', () => {
    expect(faultsAt(schedule, -5)).toEqual({ errorRate: 0.5 });
  });

  it.each([
    [null],
    [{}],
    [{ steps: [] }],
    [{ steps: [{ forMs: 0, faults: {} }] }],
    [{ steps: [{ forMs: 1 }] }],
    [{ steps: [{ forMs: 1, faults: { errorRate: 2 } }] }],
    [{ steps: [{ forMs: 1, faults: {} }], other: 1 }],
  ])('is not read from %j', (value) => {
    expect(readSchedule(value)).toBeUndefined();
  });

  it('is read as it is written', () => {
    expect(readSchedule(JSON.parse(JSON.stringify(schedule)))).toEqual(schedule);
  });
});
