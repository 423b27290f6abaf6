import { Fault } from '@bourse/application/ports/fault.ts';
import type { Offers } from '@bourse/application/processing/direct-appends.ts';
import { partitionOf } from '@bourse/core/partitioning/partition-of.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConsumerWorld, Step } from './consumer-world.ts';
import { consumerWorld, LEASE_MS, PARTITIONS } from './consumer-world.ts';
import type { SumsStore } from './sums.ts';
import { addition, sumsProcessor, sumsStore } from './sums.ts';

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

let world: ConsumerWorld;
let store: SumsStore;

beforeEach(() => {
  world = consumerWorld();
  store = sumsStore();
});

afterEach(async () => {
  await world.stopAll();
});

const append = (...records: readonly ReturnType<typeof addition>[]) => world.log.append('additions', records);
const totals = () => Object.fromEntries(store.totals);
const applied = () => store.applied.length;
const unavailable = () => new Fault('unavailable', 'the world broke');

/** Throws at one step for the first so many times. */
function troubleAt(step: Step, times: number, error: () => Error) {
  let left = times;
  return (reached: Step): void => {
    if (reached !== step || left === 0) return;
    left -= 1;
    throw error();
  };
}

/** A key of each partition. */
const keyIn = Array.from({ length: PARTITIONS }, (_, partition) => {
  let number = 0;
  while (partitionOf(`key ${number}`, PARTITIONS) !== partition) number += 1;
  return `key ${number}`;
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

/** Holds up whoever comes until it is opened. */
function createGate() {
  let release: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  let waiting = false;
  return {
    wait() {
      waiting = true;
      return opened;
    },
    waiting: () => waiting,
    open: () => release(),
  };
}
