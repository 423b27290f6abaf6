import type { Offers } from '@bourse/application/processing/direct-appends.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { LEASE_MS, PARTITIONS } from './consumer-world.ts';
import { createGate } from './gate.ts';
import type { SumsScene } from './sums-scene.ts';
import { KEYS, keyIn, sumsScene, troubleAt, unavailable } from './sums-scene.ts';
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

describe('a consumer', () => {
  it('works on what was appended before it came, in order, in all partitions', async () => {
    await append(...KEYS.map((key) => addition(key, 1)), ...KEYS.map((key) => addition(key, 10)));
    world.join(sumsProcessor(store), 'one');
    await world.until(() => applied() === 16);
    expect(totals()).toEqual(Object.fromEntries(KEYS.map((key) => [key, 11])));
    const byPartition = Map.groupBy(store.applied, (origin) => origin.split('/')[0]);
    for (const origins of byPartition.values()) {
      const positions = origins.map((origin) => Number(origin.split('/')[1]));
      expect(positions).toEqual(positions.map((_, index) => index));
    }
  });

  it('lets records gather after a large batch, for as long as it says, and none after a small one', async () => {
    const processor = sumsProcessor(store, { gathering: { records: 4, ms: 1_000 } });
    world.join(processor, 'one');
    await append(...KEYS.map((key) => addition(key, 1)));
    await world.until(() => applied() === 8);
    const largeAtMs = world.clock.now();
    await append(addition('a', 1));
    await append(addition('b', 1));
    await world.until(() => applied() === 10);
    expect(world.clock.now() - largeAtMs).toBeGreaterThanOrEqual(900);
    expect(processor.log.filter((entry) => entry.startsWith('prepare'))).toEqual(['prepare 8', 'prepare 2']);

    const smallAtMs = world.clock.now();
    await append(addition('c', 1));
    await world.until(() => applied() === 11);
    expect(world.clock.now() - smallAtMs).toBeLessThan(900);
  });

  it('does not wait for records to gather when a full batch waits, nor when it is to stop', async () => {
    const processor = sumsProcessor(store, { maxBatchRecords: 4, gathering: { records: 2, ms: 1_000_000 } });
    const consumer = world.join(processor, 'one');
    for (let round = 0; round < 4; round += 1) await append(...Array.from({ length: 4 }, () => addition(keyIn[0]!, 1)));
    await append(addition(keyIn[0]!, 1), addition(keyIn[0]!, 1));
    await world.until(() => applied() === 18);
    await append(addition(keyIn[0]!, 1));
    await world.turn();
    const stopping = consumer.stop();
    await expect(stopping).resolves.toBeUndefined();
    expect(applied()).toBe(18);
  });

  it('owns all partitions when it is alone', async () => {
    const consumer = world.join(sumsProcessor(store), 'one');
    await world.until(() => consumer.ownedPartitions() === PARTITIONS);
    expect(world.counts.get('consumer_owned_partitions')).toBe(PARTITIONS);
  });

  it('is woken by an append without any time passing', async () => {
    const consumer = world.join(sumsProcessor(store), 'one');
    await world.until(() => consumer.ownedPartitions() === PARTITIONS);
    await append(addition('a', 5));
    for (let turns = 0; turns < 50 && applied() === 0; turns += 1) await world.turn();
    expect(totals()).toEqual({ a: 5 });
  });

  it.each([
    ['renews often', 900],
    ['renews as often as it looks', 3_000],
    ['renews seldom', 60_000],
  ])('looks by itself after a second when nobody told it of an append, though it %s', async (_, leaseMs) => {
    const deaf = world.joinDeaf(sumsProcessor(store), 'one', leaseMs);
    await world.until(() => deaf.ownedPartitions() === PARTITIONS);
    await world.turn();
    await append(addition('a', 5));
    for (let turns = 0; turns < 20; turns += 1) await world.turn();
    expect(applied()).toBe(0);
    const appendedAtMs = world.clock.now();
    await world.until(() => applied() === 1);
    expect(world.clock.now() - appendedAtMs).toBeLessThanOrEqual(1_100);
  });

  it('goes on where its group was left', async () => {
    const first = world.join(sumsProcessor(store), 'one');
    await append(addition('a', 1));
    await world.until(() => applied() === 1);
    await first.stop();
    await append(addition('a', 2));
    world.join(sumsProcessor(store), 'two');
    await world.until(() => applied() === 2);
    expect(totals()).toEqual({ a: 3 });
  });

  it('commits one transaction for a batch over all its partitions', async () => {
    await append(...keyIn.map((key) => addition(key, 1)));
    let transactions = 0;
    world.join(sumsProcessor(store), 'one', (step) => {
      if (step === 'before the commit') transactions += 1;
    });
    await world.until(() => applied() === PARTITIONS);
    expect(transactions).toBe(1);
  });

  it('takes no more records at once than its processor wants', async () => {
    for (let count = 0; count < 30; count += 1) await append(addition(KEYS[count % 8]!, 1));
    const processor = sumsProcessor(store, { maxBatchRecords: 4 });
    world.join(processor, 'one');
    await world.until(() => applied() === 30);
    const sizes = processor.log.filter((line) => line.startsWith('prepare')).map((line) => Number(line.split(' ')[1]));
    expect(Math.max(...sizes)).toBe(4);
  });

  it.each([
    [50, 50],
    [1_000, 100],
  ])('takes no more offers at once than its processor wants, which is %i, and a hundred', async (wanted, expected) => {
    const asked: number[] = [];
    const offers: Offers = {
      open: () => undefined,
      close: () => undefined,
      take: (_min, max) => {
        asked.push(max);
        return [];
      },
    };
    world.join(sumsProcessor(store, { maxBatchRecords: wanted }), 'one', undefined, offers);
    await world.until(() => asked.length > 0);
    expect(new Set(asked)).toEqual(new Set([expected]));
  });

  it('does not let a busy partition keep the others waiting', async () => {
    for (let count = 0; count < 50; count += 1) await append(addition(keyIn[0]!, 1));
    for (const key of keyIn.slice(1)) await append(addition(key, 1));
    world.join(sumsProcessor(store, { maxBatchRecords: 1 }), 'one');
    await world.until(() => applied() === 53);
    const firsts = [1, 2, 3].map((partition) => store.applied.findIndex((origin) => origin === `${partition}/0`));
    for (const first of firsts) expect(first).toBeLessThan(10);
  });

  it('goes on at once from the middle of a batch that is larger than its limit', async () => {
    const key = keyIn[0]!;
    await append(...Array.from({ length: 20 }, () => addition(key, 1)));
    for (let count = 0; count < 20; count += 1) await append(addition(key, 1));
    const { epoch } = await world.positions.take({ group: 'sums', topic: 'additions', partition: 0 });
    const steps = [{ partition: 0, from: 0n, to: 18n, epoch }];
    await world.transactions.run((transaction) => world.positions.advance(transaction, 'sums', 'additions', steps));
    world.join(sumsProcessor(store, { maxBatchRecords: 5 }), 'one');
    for (let turns = 0; turns < 500 && applied() < 22; turns += 1) await world.turn();
    expect(applied()).toBe(22);
  });

  it('tells its processor of each batch that is durable, and not before', async () => {
    const processor = sumsProcessor(store);
    world.join(processor, 'one', (step) => {
      if (step === 'before the commit') processor.log.push('before the commit');
    });
    await append(addition('a', 1), addition('b', 1), { key: 'c', value: 'broken', headers: {} });
    await world.until(() => applied() === 2);
    await append(addition('a', 1));
    await world.until(() => applied() === 3);
    await world.turn();
    const commits = processor.log.filter((line) => line.includes('commit'));
    expect(commits).toEqual(['before the commit', 'committed 2', 'before the commit', 'committed 1']);
  });

  it('counts what it decided', async () => {
    await append(addition('a', 1), addition('b', 1), { key: 'c', value: 'broken', headers: {} });
    world.join(sumsProcessor(store), 'one');
    await world.until(() => applied() === 2);
    expect(world.counts.get('consumer_records decided')).toBe(2);
    expect(world.counts.get('consumer_records dead-lettered')).toBe(1);
  });
});

describe('a consumer that stops', () => {
  it('finishes the batch under way first', async () => {
    await append(addition('a', 1));
    const gate = createGate();
    const consumer = world.join(sumsProcessor(store), 'one', (step) => (step === 'save' ? gate.wait() : undefined));
    await world.until(() => gate.waiting());
    const progress = { stopped: false };
    const stopping = consumer.stop().then(() => {
      progress.stopped = true;
    });
    for (let turns = 0; turns < 50; turns += 1) await world.turn();
    expect(progress.stopped).toBe(false);
    gate.open();
    await stopping;
    expect(totals()).toEqual({ a: 1 });
  });

  it('takes up nothing new, and does not listen any more', async () => {
    const consumer = world.join(sumsProcessor(store), 'one');
    await world.until(() => consumer.ownedPartitions() === PARTITIONS);
    await consumer.stop();
    await append(addition('a', 1));
    for (let turns = 0; turns < 50; turns += 1) await world.turn();
    expect(applied()).toBe(0);
    expect(world.clock.pending()).toBe(0);
  });

  it('gives its partitions back, so that another has them without waiting for the lease', async () => {
    const first = world.join(sumsProcessor(store), 'one');
    await world.until(() => first.ownedPartitions() === PARTITIONS);
    const stoppedAtMs = world.clock.now();
    await first.stop();
    await append(addition('a', 1));
    world.join(sumsProcessor(store), 'two');
    await world.until(() => applied() === 1);
    expect(world.clock.now() - stoppedAtMs).toBeLessThan(LEASE_MS / 3);
  });

  it('does so at once while it waits to try again', async () => {
    await append(addition('a', 1));
    const consumer = world.join(sumsProcessor(store), 'one', troubleAt('save', 1_000_000, unavailable));
    await world.until(() => (world.counts.get('consumer_failures fault') ?? 0) >= 8);
    const stoppedAtMs = world.clock.now();
    await consumer.stop();
    expect(world.clock.now()).toBe(stoppedAtMs);
    expect(applied()).toBe(0);
  });
});
