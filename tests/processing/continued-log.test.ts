import { describe, expect, it } from 'vitest';
import { createContinuedLog } from '@bourse/application/processing/continued-log.ts';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { jsonRecord, located, readAll } from '../contracts/log-reading.ts';
import { logContract } from '../contracts/log.contract.ts';

const LIMITS = { maxWaitingAppends: 1_000, maxValueBytes: 1_000 };
const PARTITIONS = 3;
const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

/** A topic with three records of each key in the first log, moved to the second one. */
async function moved() {
  const topics = { orders: PARTITIONS, outbox: PARTITIONS, events: PARTITIONS };
  const first = createMemoryLog({ ...LIMITS, topics });
  const second = createMemoryLog({ ...LIMITS, topics: { orders: PARTITIONS } });
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);
  for (const count of [1, 2, 3])
    await first.append(
      'orders',
      KEYS.map((key) => jsonRecord(key, count)),
    );
  const ends = partitions.map(async (partition) => [partition, await first.end('orders', partition)] as const);
  const bases = new Map(await Promise.all(ends));
  return {
    first,
    second,
    bases,
    log: createContinuedLog(first, second, [{ topic: 'orders', bases, outbox: 'outbox' }]),
  };
}

logContract('two logs in one', (shape) => {
  const moving = Object.entries(shape.topics).map(([topic, partitions]) => ({
    topic,
    bases: new Map(Array.from({ length: partitions }, (_, partition) => [partition, 0n])),
    outbox: topic,
  }));
  return Promise.resolve({ log: createContinuedLog(createMemoryLog(shape), createMemoryLog(shape), moving) });
});

describe('a topic that has moved', () => {
  it('goes on where it was: places, ends and reads over the move have no gap', async () => {
    const { log, bases } = await moved();
    for (const count of [4, 5]) {
      const places = await log.append(
        'orders',
        KEYS.map((key) => jsonRecord(key, count)),
      );
      for (const { partition, position } of places) expect(position).toBeGreaterThanOrEqual(bases.get(partition)!);
    }
    const everything = await readAll(log, 'orders');
    expect(everything).toHaveLength(KEYS.length * 5);
    for (const key of KEYS) {
      const ofKey = everything.filter(({ record }) => record.key === key);
      expect(new Set(ofKey.map(({ partition }) => partition)).size).toBe(1);
      expect(ofKey.map(({ record }) => record.value)).toEqual(['1', '2', '3', '4', '5']);
    }
    for (const partition of [0, 1, 2]) {
      const positions = everything.filter((one) => one.partition === partition).map(({ position }) => position);
      expect(positions).toEqual(positions.map((_, index) => BigInt(index)));
      expect(await log.end('orders', partition)).toBe(BigInt(positions.length));
    }
  });

  it('is read in the first log alone when that has as many as were asked for', async () => {
    const { log, first, second } = await moved();
    await second.append('orders', [jsonRecord('a', 'newer')]);
    const partition = (await log.append('orders', [jsonRecord('a', 'newest')]))[0]!.partition;
    expect(await log.read('orders', partition, 0n, 1)).toEqual(await first.read('orders', partition, 0n, 1));
  });

  it('takes nothing into the first log any more, but what is appended within a transaction: that goes to the outbox', async () => {
    const { log, first, bases } = await moved();
    await log.append('orders', [jsonRecord('a', 'new')]);
    const transactions = createMemoryTransactions();
    await transactions.run((transaction) => log.appendWithin(transaction, 'orders', [jsonRecord('a', 'within')]));
    await transactions.run((transaction) => log.appendWithin(transaction, 'events', [jsonRecord('a', 'event')]));
    expect(await Promise.all([0, 1, 2].map((partition) => first.end('orders', partition)))).toEqual([
      ...bases.values(),
    ]);
    expect((await readAll(first, 'outbox')).map(({ record }) => record.value)).toEqual(['"within"']);
    expect((await readAll(log, 'events')).map(({ record }) => record.value)).toEqual(['"event"']);
  });

  it('tells of what comes in its new home', async () => {
    const { log, second } = await moved();
    const told: number[] = [];
    log.onAppended('orders', (partition) => told.push(partition));
    const [place] = await second.append('orders', [jsonRecord('a', 'new')]);
    expect(told).toEqual([place!.partition]);
    expect((await located(log, 'orders', place!.partition)).at(-1)?.[1]).toBe('"new"');
  });
});
