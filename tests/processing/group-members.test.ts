import { beforeEach, describe, expect, it } from 'vitest';
import { LEASE_MS, PARTITIONS } from './consumer-world.ts';
import { createGate } from './gate.ts';
import type { SumsScene } from './sums-scene.ts';
import { KEYS, keyIn, sumsScene } from './sums-scene.ts';
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

describe('several members of a group', () => {
  it('share the partitions and decide each record once', async () => {
    const members = ['one', 'two', 'three'].map((name) => world.join(sumsProcessor(store), name));
    await world.until(() => members.every((member) => member.ownedPartitions() >= 1));
    await world.until(() => members.reduce((sum, member) => sum + member.ownedPartitions(), 0) === PARTITIONS);
    await append(...Array.from({ length: 200 }, (_, count) => addition(KEYS[count % 8]!, 1)));
    await world.until(() => applied() >= 200);
    expect(new Set(store.applied).size).toBe(200);
    expect(totals()).toEqual(Object.fromEntries(KEYS.map((key) => [key, 25])));
  });

  it('take over from one that stopped', async () => {
    const first = world.join(sumsProcessor(store), 'one');
    const second = world.join(sumsProcessor(store), 'two');
    await world.until(() => first.ownedPartitions() === 2 && second.ownedPartitions() === 2);
    await first.stop();
    await world.until(() => second.ownedPartitions() === PARTITIONS);
  });

  it('take over from one that died, when its lease has run out', async () => {
    const dead = { group: 'sums', topic: 'additions', member: 'dead', partitions: world.log.partitions('additions') };
    expect(await world.ownership.claim(dead)).toHaveLength(PARTITIONS);
    await append(...keyIn.map((key) => addition(key, 1)));
    const diedAtMs = world.clock.now();
    world.join(sumsProcessor(store), 'heir');
    await world.until(() => applied() === PARTITIONS);
    const waitedMs = world.clock.now() - diedAtMs;
    expect(waitedMs).toBeGreaterThanOrEqual(LEASE_MS);
    expect(waitedMs).toBeLessThan(2 * LEASE_MS);
  });

  it('commit nothing as a zombie: one that was paused past its lease, and replaced, changes nothing when it wakes', async () => {
    await append(...keyIn.map((key) => addition(key, 1)));
    const pause = createGate();
    let paused = false;
    const zombie = world.join(sumsProcessor(store), 'zombie', (step) => {
      if (step !== 'before the commit' || paused) return undefined;
      paused = true;
      return pause.wait();
    });
    await world.until(() => pause.waiting());

    const heir = world.join(sumsProcessor(store), 'heir');
    await world.until(() => applied() === PARTITIONS);
    await append(...keyIn.map((key) => addition(key, 10)));
    await world.until(() => applied() === 2 * PARTITIONS);

    pause.open();
    await world.until(() => world.counts.get('consumer_failures fenced') === 1);
    expect(totals()).toEqual(Object.fromEntries(keyIn.map((key) => [key, 11])));
    expect(new Set(store.applied).size).toBe(2 * PARTITIONS);

    // Afterwards it is a member like any other, and has forgotten what it knew.
    await world.until(() => zombie.ownedPartitions() === 2 && heir.ownedPartitions() === 2);
    await append(...keyIn.map((key) => addition(key, 100)));
    await world.until(() => applied() === 3 * PARTITIONS);
    expect(totals()).toEqual(Object.fromEntries(keyIn.map((key) => [key, 111])));
  });

  it('forget what they remembered of a partition that another one had in between', async () => {
    const first = world.join(sumsProcessor(store), 'one');
    await append(...keyIn.map((key) => addition(key, 1)));
    await world.until(() => applied() === PARTITIONS);
    const second = world.join(sumsProcessor(store), 'two');
    await world.until(() => first.ownedPartitions() === 2 && second.ownedPartitions() === 2);
    await append(...keyIn.map((key) => addition(key, 10)));
    await world.until(() => applied() === 2 * PARTITIONS);
    await second.stop();
    await world.until(() => first.ownedPartitions() === PARTITIONS);
    await append(...keyIn.map((key) => addition(key, 100)));
    await world.until(() => applied() === 3 * PARTITIONS);
    expect(totals()).toEqual(Object.fromEntries(keyIn.map((key) => [key, 111])));
  });

  it('lose a partition that is taken from under them, and take it anew while it is theirs', async () => {
    const consumer = world.join(sumsProcessor(store), 'one');
    await append(addition(keyIn[0]!, 1));
    await world.until(() => applied() === 1);
    await world.positions.take({ group: 'sums', topic: 'additions', partition: 0 });
    await append(addition(keyIn[0]!, 10));
    await world.until(() => applied() === 2);
    expect(totals()).toEqual({ [keyIn[0]!]: 11 });
    expect(world.counts.get('consumer_failures fenced')).toBe(1);
    expect(consumer.ownedPartitions()).toBe(PARTITIONS);
  });
});
