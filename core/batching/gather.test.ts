import { describe, expect, it } from 'vitest';
import type { GatherLimits } from './gather.ts';
import { gather } from './gather.ts';

class Overloaded extends Error {}

/** A gatherer whose runs end when the test says so. */
function gatherByHand(limits: Partial<GatherLimits> = {}) {
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
