import { describe, expect, it } from 'vitest';
import type { GatherLimits } from './gather.ts';
import { gather } from './gather.ts';

class Overloaded extends Error {}

/** A gatherer whose runs end when the test says so. */
function gatherByHand(limits: Partial<GatherLimits<number>> = {}) {
  const runs: { items: readonly number[]; end: (answers?: readonly string[]) => void; fail: (error: Error) => void }[] =
    [];
  const call = gather<number, string>(
    (items) =>
      new Promise((resolve, reject) => {
        runs.push({
          items,
          end: (answers = items.map((item) => `answer ${item}`)) => resolve(answers),
          fail: reject,
        });
      }),
    { maxItems: 100, maxWaiting: 100, overloaded: () => new Overloaded(), ...limits },
  );
  return { call, runs, sizes: () => runs.map(({ items }) => items) };
}

/** Lets everything happen that waits for nothing but its turn. */
const turn = () => new Promise(setImmediate);

describe('gather', () => {
  it('runs the first item at once and gathers the others until that run ends', async () => {
    const { call, runs, sizes } = gatherByHand();
    const first = call(1);
    const others = [call(2), call(3)];
    expect(sizes()).toEqual([[1]]);

    runs[0]!.end();
    expect(await first).toBe('answer 1');
    await turn();
    expect(sizes()).toEqual([[1], [2, 3]]);

    runs[1]!.end();
    expect(await Promise.all(others)).toEqual(['answer 2', 'answer 3']);
  });

  it('begins when it is told to, with all that has come until then', async () => {
    const begins: (() => void)[] = [];
    const { call, runs, sizes } = gatherByHand({ begin: (run) => begins.push(run) });
    const first = [call(1), call(2)];
    expect(sizes()).toEqual([]);
    expect(begins).toHaveLength(1);

    begins[0]!();
    const later = call(3);
    expect(sizes()).toEqual([[1, 2]]);
    runs[0]!.end();
    expect(await Promise.all(first)).toEqual(['answer 1', 'answer 2']);
    await turn();
    expect(sizes()).toEqual([[1, 2], [3]]);
    runs[1]!.end();
    expect(await later).toBe('answer 3');

    await turn();
    void call(4);
    expect(begins).toHaveLength(2);
  });

  it('hands over all that has come, whatever is under way, where runs are without limit', async () => {
    const begins: (() => void)[] = [];
    const { call, runs, sizes } = gatherByHand({ begin: (run) => begins.push(run), runs: Infinity });
    const items = Array.from({ length: 40 }, (_, n) => n);
    const first = items.map(call);
    begins[0]!();
    const second = items.map(call);
    begins[1]!();
    expect(sizes()).toEqual([items, items]);

    runs[1]!.end();
    await Promise.all(second);
    runs[0]!.end();
    await Promise.all(first);
    expect(begins).toHaveLength(2);
  });

  it('takes no more than may be unanswered where runs are without limit', async () => {
    const { call, runs } = gatherByHand({ runs: Infinity, maxWaiting: 3 });
    const taken = [call(1), call(2), call(3)];
    await expect(call(4)).rejects.toBeInstanceOf(Overloaded);
    runs[1]!.end();
    await taken[1];
    await turn();
    taken.push(call(5));
    await expect(call(6)).rejects.toBeInstanceOf(Overloaded);
    for (const run of [runs[0]!, runs[2]!, runs[3]!]) run.end();
    expect(await Promise.all(taken)).toEqual(['answer 1', 'answer 2', 'answer 3', 'answer 5']);
  });

  it('starts anew after it had nothing to do', async () => {
    const { call, runs, sizes } = gatherByHand();
    for (const item of [1, 2]) {
      const answer = call(item);
      runs[item - 1]!.end();
      expect(await answer).toBe(`answer ${item}`);
      await turn();
    }
    expect(sizes()).toEqual([[1], [2]]);
  });

  it('takes a call that comes just when a run ends', async () => {
    const { call, runs } = gatherByHand();
    const later = call(1).then(() => call(2));
    runs[0]!.end();
    await turn();
    runs[1]!.end();
    expect(await later).toBe('answer 2');
  });

  it('hands no more than the maximum to one run, in the order of the calls', async () => {
    const { call, runs, sizes } = gatherByHand({ maxItems: 2 });
    const answers = [1, 2, 3, 4, 5, 6].map(call);
    for (const index of [0, 1, 2, 3]) {
      runs[index]!.end();
      await turn();
    }
    await Promise.all(answers);
    expect(sizes()).toEqual([[1], [2, 3], [4, 5], [6]]);
  });

  it('shares out what waits among the runs that may be under way, but not a few', async () => {
    const begins: (() => void)[] = [];
    const { call, runs, sizes } = gatherByHand({ runs: 2, begin: (run) => begins.push(run) });
    const answers = Array.from({ length: 40 }, (_, item) => call(item));
    begins[0]!();
    expect(sizes().map(({ length }) => length)).toEqual([20, 20]);

    const later = Array.from({ length: 20 }, (_, item) => call(item));
    expect(begins).toHaveLength(1);
    runs[1]!.end();
    await turn();
    expect(sizes().map(({ length }) => length)).toEqual([20, 20, 20]);

    runs[2]!.end();
    runs[0]!.end();
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 40 }, (_, item) => `answer ${item}`));
    await Promise.all(later);
    const few = Array.from({ length: 17 }, (_, item) => call(item));
    begins[1]!();
    expect(sizes().map(({ length }) => length)).toEqual([20, 20, 20, 16, 1]);
    for (const index of [3, 4]) runs[index]!.end();
    await Promise.all(few);
  });

  it('begins a second run for a call that comes while the first is under way', async () => {
    const { call, runs, sizes } = gatherByHand({ runs: 2 });
    const answers = [call(1), call(2), call(3), call(4)];
    expect(sizes()).toEqual([[1], [2]]);
    runs[1]!.fail(new Error('the world broke'));
    await expect(answers[1]).rejects.toThrow('the world broke');
    await turn();
    expect(sizes()).toEqual([[1], [2], [3, 4]]);
    for (const index of [0, 2]) runs[index]!.end();
    expect(await Promise.all([answers[0], answers[2], answers[3]])).toEqual(['answer 1', 'answer 3', 'answer 4']);
  });

  it('refuses a call when too many wait, and takes calls again when they have run', async () => {
    const { call, runs } = gatherByHand({ maxWaiting: 2 });
    void call(1);
    const waiting = [call(2), call(3)];
    await expect(call(4)).rejects.toThrow(Overloaded);
    runs[0]!.end();
    await turn();
    const later = call(5);
    runs[1]!.end();
    expect(await Promise.all(waiting)).toEqual(['answer 2', 'answer 3']);
    await turn();
    runs[2]!.end();
    expect(await later).toBe('answer 5');
  });

  it('fails all items of a run that fails, and no others', async () => {
    const { call, runs } = gatherByHand();
    void call(1);
    const second = Promise.allSettled([call(2), call(3)]);
    runs[0]!.end();
    await turn();
    const third = call(4);
    const failure = new Error('the world broke');
    runs[1]!.fail(failure);
    expect(await second).toEqual([
      { status: 'rejected', reason: failure },
      { status: 'rejected', reason: failure },
    ]);
    runs[2]!.end();
    expect(await third).toBe('answer 4');
  });

  it('fails the items when there are not as many answers, as that is a bug', async () => {
    const { call, runs } = gatherByHand();
    const answer = call(1);
    runs[0]!.end([]);
    await expect(answer).rejects.toThrow(RangeError);
  });

  it('fails the items of a run that throws before it waits for anything', async () => {
    const call = gather<number, string>(
      () => {
        throw new TypeError('a bug');
      },
      { maxItems: 10, maxWaiting: 10, overloaded: () => new Overloaded() },
    );
    const outcomes = await Promise.allSettled([call(1), call(2), call(3)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });
});

describe('gather with sizes', () => {
  /** Items are as large as their number says. */
  const sizes = { of: (item: number) => item, maxRun: 10, maxWaiting: 20 };

  it('begins a new run when the next item would make it too large', async () => {
    const { call, runs, sizes: taken } = gatherByHand({ sizes });
    const calls = [1, 6, 4, 1, 9].map((item) => call(item));
    for (let run = 0; run < 3; run += 1) {
      runs[run]!.end();
      await turn();
    }
    expect(taken()).toEqual([[1], [6, 4], [1, 9]]);
    expect(await Promise.all(calls)).toHaveLength(5);
  });

  it('takes an item that is too large for any run alone', async () => {
    const { call, runs, sizes: taken } = gatherByHand({ sizes });
    const calls = [1, 15, 2].map((item) => call(item));
    for (let run = 0; run < 3; run += 1) {
      runs[run]!.end();
      await turn();
    }
    expect(taken()).toEqual([[1], [15], [2]]);
    expect(await Promise.all(calls)).toHaveLength(3);
  });

  it('refuses what would be too much to wait, and takes it again once there is room', async () => {
    const { call, runs } = gatherByHand({ sizes });
    const first = call(1);
    const waits = [call(12), call(8)];
    await expect(call(1)).rejects.toThrow(Overloaded);
    runs[0]!.end();
    await first;
    await turn();
    const later = call(12);
    await expect(call(1)).rejects.toThrow(Overloaded);
    for (let run = 1; run < 4; run += 1) {
      runs[run]!.end();
      await turn();
    }
    expect(await Promise.all([...waits, later])).toEqual(['answer 12', 'answer 8', 'answer 12']);
  });
});
