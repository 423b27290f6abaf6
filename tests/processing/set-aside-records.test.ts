import { Fault } from '@bourse/application/ports/fault.ts';
import { partitionOf } from '@bourse/core/partitioning/partition-of.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { PARTITIONS } from './consumer-world.ts';
import type { SumsScene } from './sums-scene.ts';
import { KEYS, sumsScene, troubleAt, unavailable } from './sums-scene.ts';
import { addition, sumsProcessor } from './sums.ts';

let world: SumsScene['world'];
let store: SumsScene['store'];
let append: SumsScene['append'];
let totals: SumsScene['totals'];
let applied: SumsScene['applied'];

beforeEach(() => {
  ({ world, store, append, totals, applied } = sumsScene());
  return () => world.stopAll();
});

describe('a record that cannot be processed', () => {
  const good = KEYS.map((key) => addition(key, 1));

  it('goes to the dead letters when it cannot be decoded, and blocks nothing', async () => {
    await append(...good.slice(0, 4), { key: 'x', value: '"a word"', headers: { trace: 't' } }, ...good.slice(4));
    world.join(sumsProcessor(store), 'one');
    await world.until(() => applied() === 8);
    expect(world.deadLetters.letters()).toEqual([
      {
        group: 'sums',
        topic: 'additions',
        partition: partitionOf('x', PARTITIONS),
        position: expect.any(BigInt) as bigint,
        record: { key: 'x', value: '"a word"', headers: { trace: 't' } },
        reason: '"a word" is not a number',
        step: 'decode',
        atMs: expect.any(Number) as number,
      },
    ]);
  });

  it('goes to the dead letters when it cannot be decided', async () => {
    await append(addition('a', 1), addition('a', -1), addition('a', 2));
    world.join(sumsProcessor(store), 'one');
    await world.until(() => applied() === 2);
    expect(totals()).toEqual({ a: 3 });
    expect(world.deadLetters.letters()).toMatchObject([{ step: 'decide', reason: '-1 is negative' }]);
  });

  it('is found by halving when it cannot be saved, and the others have their effect once', async () => {
    const records = Array.from({ length: 64 }, (_, count) => addition(KEYS[count % 8]!, count === 37 ? 666 : 1));
    await append(...records);
    const processor = unsavable(666);
    world.join(processor, 'one');
    await world.until(() => applied() === 63);
    await world.until(() => world.deadLetters.letters().length === 1);
    expect(world.deadLetters.letters()).toMatchObject([
      { step: 'save', reason: 'cannot hold 666', record: { key: KEYS[37 % 8]!, value: '666' } },
    ]);
    expect([...store.totals.values()].reduce((sum, total) => sum + total, 0)).toBe(63);
    expect(new Set(store.applied).size).toBe(63);
    const attempts = processor.log.filter((line) => line.startsWith('prepare')).length;
    expect(attempts).toBeLessThanOrEqual(1 + 2 * Math.log2(64));
  });

  it('is found however many there are, at both ends too', async () => {
    const numbers = [666, 1, 1, 666, 666, 1, 1, 1, 666, 1, 666];
    await append(...numbers.map((number) => addition('a', number)));
    world.join(unsavable(666), 'one');
    await world.until(() => world.deadLetters.letters().length === 5 && applied() === 6);
    expect(totals()).toEqual({ a: 6 });
    expect(world.deadLetters.letters().map(({ position }) => position)).toEqual([0n, 3n, 4n, 8n, 10n]);
  });

  it('is found when it is alone, or when all are like it', async () => {
    await append(addition('a', 666));
    world.join(unsavable(666), 'one');
    await world.until(() => world.deadLetters.letters().length === 1);
    await append(...KEYS.map((key) => addition(key, 666)));
    await world.until(() => world.deadLetters.letters().length === 9);
    await append(addition('a', 7));
    await world.until(() => applied() === 1);
    expect(totals()).toEqual({ a: 7 });
  });

  it('is set aside once although the world breaks meanwhile', async () => {
    await append(addition('a', 1), addition('a', 666), addition('a', 2), { key: 'b', value: '{}', headers: {} });
    for (const step of ['dead letters', 'before the commit', 'after the commit'] as const) {
      world.join(unsavable(666), `member with ${step}`, troubleAt(step, 2, unavailable));
    }
    await world.until(() => applied() === 2 && world.deadLetters.letters().length === 2);
    expect(totals()).toEqual({ a: 3 });
  });

  it('is tried again after a bug in saving also when it is alone, and set aside at the fifth', async () => {
    await append(addition('a', 1));
    const bug = () => new TypeError('a bug');
    const first = world.join(sumsProcessor(store), 'one', troubleAt('save', 4, bug));
    await world.until(() => applied() === 1);
    expect(world.counts.get('consumer_failures bug')).toBe(4);
    expect(world.deadLetters.letters()).toEqual([]);
    await first.stop();
    await append(addition('a', 2));
    world.join(sumsProcessor(store), 'two', troubleAt('save', 5, bug));
    await world.until(() => world.deadLetters.letters().length === 1);
    await append(addition('a', 3));
    await world.until(() => applied() === 2);
    expect(totals()).toEqual({ a: 4 });
    expect(world.counts.get('consumer_failures bug')).toBe(8);
    expect(world.deadLetters.letters()).toMatchObject([{ step: 'save', reason: 'a bug' }]);
  });

  it('is set aside for a bug in saving too, but not for a bug that comes and goes', async () => {
    await append(addition('a', 1), addition('a', 666), addition('a', 2));
    world.join(
      unsavable(666, () => new TypeError('cannot hold 666')),
      'one',
    );
    await world.until(() => applied() === 2 && world.deadLetters.letters().length === 1);
    expect(world.deadLetters.letters()).toMatchObject([{ record: { value: '666' } }]);
  });

  /** Refuses to save a number. */
  function unsavable(number: number, error = () => new Fault('invalid-data', `cannot hold ${number}`) as Error) {
    const inner = sumsProcessor(store);
    let decided: number[] = [];
    return {
      ...inner,
      decide(command: Parameters<typeof inner.decide>[0]) {
        const effect = inner.decide(command);
        decided.push(command.value.number);
        return effect;
      },
      async save(...parameters: Parameters<typeof inner.save>) {
        if (decided.includes(number)) throw error();
        await inner.save(...parameters);
      },
      committed(effects: Parameters<typeof inner.committed>[0]) {
        decided = [];
        inner.committed(effects);
      },
      discard() {
        decided = [];
        inner.discard();
      },
    };
  }
});
