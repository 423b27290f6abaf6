import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeLogger, manualClock } from '../market/market-fakes.ts';
import { inParts } from './in-parts.ts';
import type { Rounds } from './rounds.ts';
import { startRounds } from './rounds.ts';

const START_MS = 1_000;

/** Rounds a second long, which note when they began and fail when they are told to. */
function openRounds(changes: Partial<Rounds> = {}) {
  const [clock, logger] = [manualClock(START_MS), fakeLogger()];
  const begun: number[] = [];
  const failures: Error[] = [];
  const rounds = startRounds(
    { clock, logger },
    {
      async round() {
        begun.push(clock.now() - START_MS);
        const failure = failures.pop();
        if (failure !== undefined) throw failure;
      },
      pauseMs: () => 1_000,
      warning: 'it failed; the next round tries again',
      ...changes,
    },
  );
  onTestFinished(() => rounds.stop());
  return { rounds, clock, logger, begun, failures };
}

describe('rounds', () => {
  it('begin at once, and again after each pause', async () => {
    const { clock, begun } = openRounds();
    await clock.pass(0);
    await clock.pass(999);
    expect(begun).toEqual([0]);
    await clock.pass(1);
    await clock.pass(1_000);
    expect(begun).toEqual([0, 1_000, 2_000]);
  });

  it('begin with a pause where that is asked for', async () => {
    const { clock, begun } = openRounds({ pauseFirst: true });
    await clock.pass(999);
    expect(begun).toEqual([]);
    await clock.pass(1);
    expect(begun).toEqual([1_000]);
  });

  it('ask before each pause how long it is', async () => {
    const pauses = [10, 300, 1_000];
    const { clock, begun } = openRounds({ pauseMs: () => pauses.shift() ?? 1_000 });
    await clock.pass(0);
    await clock.pass(10);
    await clock.pass(300);
    expect(begun).toEqual([0, 10, 310]);
  });

  it('go on after one that failed, which is said and counted once', async () => {
    const counted: string[] = [];
    const { clock, logger, begun, failures } = openRounds({ onFailure: () => counted.push('failed') });
    await clock.pass(0);
    failures.push(new Error('the database is away'));
    await clock.pass(1_000);
    await clock.pass(1_000);
    expect(begun).toEqual([0, 1_000, 2_000]);
    expect(logger.messages).toEqual(['it failed; the next round tries again']);
    expect(counted).toEqual(['failed']);
  });

  it('end with the round under way, which is told, and begin none afterwards', async () => {
    const seen: boolean[] = [];
    const work = Promise.withResolvers<undefined>();
    const { rounds, clock } = openRounds({
      async round(ended) {
        seen.push(ended());
        await work.promise;
        seen.push(ended());
      },
    });
    await clock.pass(0);
    let stopped = false;
    const stopping = rounds.stop().then(() => (stopped = true));
    await clock.pass(0);
    expect(stopped).toBe(false);
    work.resolve(undefined);
    await stopping;
    await clock.pass(10_000);
    expect(seen).toEqual([false, true]);
  });

  it('never begin when they are stopped in their first pause', async () => {
    const { rounds, clock, begun } = openRounds({ pauseFirst: true });
    await rounds.stop();
    await clock.pass(10_000);
    expect(begun).toEqual([]);
  });
});

describe('work in parts', () => {
  /** How often a step runs that has so much to do and is stopped after some steps. */
  async function stepsFor(work: number, stopAfter = Infinity) {
    let left = work;
    let steps = 0;
    const ended = () => steps >= stopAfter;
    await inParts(100, ended, async () => {
      steps += 1;
      const done = Math.min(100, left);
      left -= done;
      return done;
    });
    return steps;
  }

  it('goes on until a part is not full', async () => {
    expect([await stepsFor(0), await stepsFor(99), await stepsFor(100), await stepsFor(250)]).toEqual([1, 1, 2, 3]);
  });

  it('ends between two parts when it is stopped, and does nothing when it was', async () => {
    expect([await stepsFor(1_000, 2), await stepsFor(1_000, 0)]).toEqual([2, 0]);
  });
});
