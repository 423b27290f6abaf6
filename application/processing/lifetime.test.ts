import { describe, expect, it } from 'vitest';
import { backoffMs, createLifetime } from './lifetime.ts';
import { manualClock, settle } from '../market/market-fakes.ts';

describe('a lifetime', () => {
  it('pauses for as long as it was asked to', async () => {
    const clock = manualClock();
    let over = false;
    void createLifetime(clock)
      .pause(100)
      .then(() => (over = true));
    await clock.pass(99);
    expect(over).toBe(false);
    await clock.pass(1);
    expect(over).toBe(true);
  });

  it('ends every pause when it ends, and begins no new one', async () => {
    const life = createLifetime(manualClock());
    const pauses = [life.pause(100), life.pause(1_000_000)];
    life.end();
    await Promise.all([...pauses, life.pause(100)]);
    expect(life.ended()).toBe(true);
  });

  it('answers what work answers, and throws what it throws', async () => {
    const life = createLifetime(manualClock());
    await expect(life.unlessEnded(Promise.resolve('done'))).resolves.toBe('done');
    await expect(life.unlessEnded(Promise.reject(new RangeError('broken')))).rejects.toThrow('broken');
  });

  it('does not wait beyond its end for work, nor minds how that ends', async () => {
    const life = createLifetime(manualClock());
    let fail = (_: Error): void => undefined;
    const work = new Promise<string>((_resolve, reject) => (fail = reject));
    const waiting = life.unlessEnded(work);
    life.end();
    await expect(waiting).resolves.toBeUndefined();
    fail(new Error('too late'));
    await settle();
    await expect(life.unlessEnded(new Promise(() => undefined))).resolves.toBeUndefined();
  });
});

describe('backoff', () => {
  it('doubles from the first wait up to the longest', () => {
    const waits = [1, 2, 3, 4, 5, 100_000].map((failures) => backoffMs(failures, { firstMs: 100, mostMs: 1_000 }));
    expect(waits).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });
});
