import { Fault } from '@bourse/application/ports/fault.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Step } from './consumer-world.ts';
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

describe('a consumer whose world breaks', () => {
  const steps: readonly Step[] = [
    'claim',
    'take',
    'read',
    'prepare',
    'before the transaction',
    'advance',
    'save',
    'before the commit',
    'after the commit',
  ];

  it.each(steps)('has its effect once when a fault comes: %s', async (step) => {
    await append(...KEYS.map((key) => addition(key, 1)));
    world.join(sumsProcessor(store), 'one', troubleAt(step, 3, unavailable));
    await world.until(() => applied() === 8);
    await append(...KEYS.map((key) => addition(key, 10)));
    await world.until(() => applied() === 16);
    expect(totals()).toEqual(Object.fromEntries(KEYS.map((key) => [key, 11])));
    // A fault behind a commit is met once for each of the two batches.
    expect(world.counts.get('consumer_failures fault')).toBe(step === 'after the commit' ? 2 : 3);
    expect(world.deadLetters.letters()).toEqual([]);
  });

  it.each(steps)('has its effect once when it is fenced: %s', async (step) => {
    await append(...KEYS.map((key) => addition(key, 1)));
    world.join(
      sumsProcessor(store),
      'one',
      troubleAt(step, 2, () => new Fault('fenced', 'somebody else')),
    );
    await world.until(() => applied() === 8);
    expect(totals()).toEqual(Object.fromEntries(KEYS.map((key) => [key, 1])));
    expect(world.counts.get('consumer_failures fenced')).toBe(step === 'after the commit' ? 1 : 2);
  });

  it('does not set anything aside for an error that it does not know, and counts it as a bug', async () => {
    await append(addition('a', 1));
    world.join(
      sumsProcessor(store),
      'one',
      troubleAt('save', 5, () => new Error('never heard of')),
    );
    await world.until(() => applied() === 1);
    expect(world.counts.get('consumer_failures bug')).toBe(5);
    expect(world.deadLetters.letters()).toEqual([]);
  });

  it('tries again after pauses that grow to a second and no append cuts short, and begins anew with short ones', async () => {
    const triedAtMs: number[] = [];
    let broken = true;
    world.join(sumsProcessor(store), 'one', (step) => {
      if (step !== 'save') return;
      triedAtMs.push(world.clock.now());
      if (broken) throw unavailable();
    });
    await append(addition('a', 1));
    await world.until(() => triedAtMs.length === 12);
    const pauses = triedAtMs.slice(1).map((atMs, index) => atMs - triedAtMs[index]!);
    expect(pauses[0]).toBeLessThan(100);
    expect(pauses.at(-1)).toBeGreaterThanOrEqual(1_000);
    expect(pauses.at(-1)).toBeLessThan(1_300);
    for (const [index, pause] of pauses.entries())
      expect(pause).toBeGreaterThanOrEqual(index === 0 ? 0 : pauses[index - 1]!);

    for (let count = 0; count < 20; count += 1) await append(addition('b', 1));
    for (let turns = 0; turns < 20; turns += 1) await world.turn();
    expect(triedAtMs).toHaveLength(12);

    broken = false;
    await world.until(() => applied() === 21);
    broken = true;
    triedAtMs.length = 0;
    await append(addition('a', 1));
    await world.until(() => triedAtMs.length === 2);
    expect(triedAtMs[1]! - triedAtMs[0]!).toBeLessThan(100);
    broken = false;
    await world.until(() => applied() === 22);
  });
});
