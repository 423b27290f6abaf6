import type { Clock } from '@bourse/application/ports/clock.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { VendorCallError } from './vendor-call.ts';
import { guard } from './vendor-guard.ts';
import type { Guard, GuardLimits } from './vendor-guard.ts';

// cockatiel takes its time from the global timers and Date, so these are what stands still here.
const clock: Clock = {
  now: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
const open = new AbortController().signal;
const failed = new VendorCallError('server-error', 'the vendor answered 500');

/** A guard over a vendor that answers what `answer` says; tells when it was called and what the breaker showed. */
function setUp(answer: () => unknown, options: Partial<GuardLimits> = {}, random = () => 0.5) {
  const calledAt: number[] = [];
  const gauges: number[] = [];
  let notSent = 0;
  const meter = {
    count: (_name: string, labels: Readonly<Record<string, string>>) => {
      if (labels['outcome'] === 'not-sent') notSent += 1;
    },
    gauge: (_name: string, _labels: unknown, value: number) => void gauges.push(value),
    duration: () => undefined,
  };
  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const guarded = guard({ ...options, random }, { clock, meter, logger });
  const call = async () => {
    calledAt.push(Date.now());
    const answered = await answer();
    if (answered instanceof Error) throw answered;
    return answered;
  };
  return {
    guarded,
    calledAt,
    gauges,
    notSent: () => notSent,
    page: (signal = open) => settled(guarded.run(call, signal)),
  };
}

/** What becomes of a promise, without one that nobody waits for yet being reported. */
function settled<Answer>(promise: Promise<Answer>): Promise<{ value: Answer } | { error: unknown }> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

async function failTimes(guarded: Guard, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    await settled(guarded.run(() => Promise.reject(failed), open));
  }
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('tries', () => {
  it('are three, after waits of 1 to 10 seconds that grow', async () => {
    const { page, calledAt } = setUp(() => failed);
    const outcome = page();
    await vi.runAllTimersAsync();
    expect(calledAt).toEqual([0, 1_500, 1_500 + 2_500]);
    expect(await outcome).toEqual({ error: failed });
  });

  it('are spread by jitter over all of the wait', async () => {
    const soonest = setUp(
      () => failed,
      {},
      () => 0,
    );
    const latest = setUp(
      () => failed,
      {},
      () => 0.999_999,
    );
    void soonest.page();
    void latest.page();
    await vi.runAllTimersAsync();
    expect(soonest.calledAt).toEqual([0, 1_000, 2_000]);
    expect(latest.calledAt).toEqual([0, 2_000, 6_000]);
  });

  it('end with the first that succeeds', async () => {
    const answers = [failed, 'page'];
    const { page, calledAt } = setUp(() => answers.shift());
    const outcome = page();
    await vi.runAllTimersAsync();
    expect(calledAt).toHaveLength(2);
    expect(await outcome).toEqual({ value: 'page' });
  });

  it('wait for as long as the vendor asks, but no longer than the longest wait', async () => {
    const answers = [
      new VendorCallError('rate-limited', '429', { retryAfterMs: 7_000 }),
      new VendorCallError('rate-limited', '429', { retryAfterMs: 3_600_000 }),
      'page',
    ];
    const { page, calledAt } = setUp(() => answers.shift());
    void page();
    await vi.runAllTimersAsync();
    expect(calledAt).toEqual([0, 7_000, 17_000]);
  });

  it('are not repeated when the vendor refuses, nor for a bug', async () => {
    for (const error of [new VendorCallError('refused', 'wrong key'), new TypeError('a bug')]) {
      const { page, calledAt } = setUp(() => error);
      const outcome = page();
      await vi.runAllTimersAsync();
      expect(calledAt).toHaveLength(1);
      expect(await outcome).toEqual({ error });
    }
  });
});

describe('the breaker', () => {
  it('opens after five failures in a row and then lets no call out for 30 seconds', async () => {
    const { guarded, page, calledAt, notSent, gauges } = setUp(() => 'page', { tries: 1 });
    await failTimes(guarded, 4);
    expect(guarded.breakerState()).toBe('closed');
    await failTimes(guarded, 1);
    expect(guarded.breakerState()).toBe('open');
    await vi.advanceTimersByTimeAsync(29_999);
    expect(await page()).toMatchObject({ error: { message: expect.stringContaining('left alone') as string } });
    expect(calledAt).toEqual([]);
    expect(notSent()).toBe(1);
    expect(gauges).toEqual([0, 2]);
  });

  it('stays closed when a success comes between the failures', async () => {
    const { guarded, page } = setUp(() => 'page', { tries: 1 });
    await failTimes(guarded, 4);
    await page();
    await vi.advanceTimersByTimeAsync(1_000);
    await failTimes(guarded, 4);
    expect(guarded.breakerState()).toBe('closed');
  });

  it('lets one call out after 30 seconds, and closes when that succeeds', async () => {
    let answer = (_: string): void => undefined;
    const { guarded, page, calledAt, gauges } = setUp(() => new Promise<string>((resolve) => (answer = resolve)), {
      tries: 1,
    });
    await failTimes(guarded, 5);
    await vi.advanceTimersByTimeAsync(30_000);
    const probe = page();
    void page();
    void page();
    await vi.advanceTimersByTimeAsync(0);
    expect(guarded.breakerState()).toBe('half-open');
    expect(calledAt).toHaveLength(1);
    answer('page');
    expect(await probe).toEqual({ value: 'page' });
    await vi.advanceTimersByTimeAsync(0);
    expect(guarded.breakerState()).toBe('closed');
    expect(calledAt).toHaveLength(3);
    expect(gauges).toEqual([0, 2, 1, 0]);
  });

  it('opens again for 30 seconds when that one call fails', async () => {
    const { guarded, page, calledAt } = setUp(() => failed, { tries: 1 });
    await failTimes(guarded, 5);
    await vi.advanceTimersByTimeAsync(30_000);
    await page();
    expect(guarded.breakerState()).toBe('open');
    await vi.advanceTimersByTimeAsync(29_999);
    await page();
    expect(calledAt).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    await page();
    expect(calledAt).toHaveLength(2);
  });

  it('ends the tries of a page when it opens meanwhile', async () => {
    const { guarded, page, calledAt } = setUp(() => failed);
    await Promise.all([page(), page(), vi.runAllTimersAsync()]);
    expect(calledAt).toHaveLength(5);
    expect(guarded.breakerState()).toBe('open');
  });
});

describe('limits', () => {
  it('lets at most five calls be under way, and the others follow as those end', async () => {
    const answers: (() => void)[] = [];
    const { page, calledAt } = setUp(() => new Promise<void>((resolve) => answers.push(resolve)));
    const pages = Array.from({ length: 8 }, () => page());
    await vi.advanceTimersByTimeAsync(0);
    expect(calledAt).toHaveLength(5);
    answers.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(calledAt).toHaveLength(6);
    while (answers.length > 0) {
      answers.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    }
    await Promise.all(pages);
    expect(calledAt).toHaveLength(8);
  });

  it('sends at most ten calls in any second', async () => {
    const { page, calledAt } = setUp(() => 'page', { maxInFlight: 100 });
    for (let call = 0; call < 35; call += 1) void page();
    await vi.runAllTimersAsync();
    expect(calledAt).toHaveLength(35);
    for (const at of calledAt) {
      expect(calledAt.filter((other) => other >= at && other <= at + 1_000).length).toBeLessThanOrEqual(10);
    }
    expect(calledAt.at(-1)).toBeLessThan(4_000);
  });

  it('refuses a call when too many wait already', async () => {
    const { page } = setUp(() => new Promise(() => undefined), { maxInFlight: 1, maxWaiting: 1 });
    void page();
    void page();
    expect(await page()).toMatchObject({ error: { message: 'too many calls to the vendor are waiting' } });
  });

  it('gives up at once when the client is closed, also in the wait before the next try', async () => {
    const closing = new AbortController();
    const { page, calledAt } = setUp(() => failed);
    const outcome = page(closing.signal);
    await vi.advanceTimersByTimeAsync(10);
    closing.abort();
    expect(await outcome).toMatchObject({ error: { message: 'the vendor client is closed' } });
    await vi.runAllTimersAsync();
    expect(calledAt).toHaveLength(1);
  });
});
