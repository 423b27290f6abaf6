import { describe, expect, it } from 'vitest';
import type { Processor } from '@bourse/application/processing/processor.ts';
import type { LogRecord } from '@bourse/application/ports/log.ts';
import { createRelay, EVENT_NUMBER_HEADER } from '@bourse/application/processing/relay.ts';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import { jsonRecord, readAll } from '../contracts/log-reading.ts';

const LIMITS = { maxWaitingAppends: 1_000, maxValueBytes: 1_000 };
const PARTITIONS = 3;
const KEYS = ['a', 'b', 'c', 'd', 'e'];
const ROUTE = { from: 'executions', to: 'published' };

function world() {
  const source = createMemoryLog({ ...LIMITS, topics: { executions: PARTITIONS } });
  const target = createMemoryLog({ ...LIMITS, topics: { published: PARTITIONS } });
  return {
    target,
    append: (content: unknown) =>
      source.append(
        'executions',
        KEYS.map((key) => jsonRecord(key, content)),
      ),
    /** Hands everything from the beginning to a relay, as if its position had never moved. */
    handOver: async (relay: Processor<LogRecord, null>) => {
      const found = await readAll(source, 'executions');
      await relay.prepare(found.map((one) => ({ ...one, value: one.record })));
    },
    /** Partition, number and value of all that was published, in order. */
    published: async () =>
      (await readAll(target, 'published')).map(({ partition, record }) => [
        partition,
        Number(record.headers[EVENT_NUMBER_HEADER]),
        record.value,
      ]),
    all: async () =>
      (await readAll(source, 'executions')).map(({ partition, position, record }) => [
        partition,
        Number(position),
        record.value,
      ]),
  };
}

describe('a relay', () => {
  it('publishes in the order of each partition, with the number of each event', async () => {
    const { target, append, handOver, published, all } = world();
    await append(1);
    await append(2);
    await handOver(createRelay(target, ROUTE));
    expect(await published()).toEqual(await all());
  });

  it('publishes nothing twice when its position did not move, or when another one takes over', async () => {
    const { target, append, handOver, published, all } = world();
    const relay = createRelay(target, ROUTE);
    await append(1);
    await handOver(relay);
    await handOver(relay);
    relay.discard();
    await append(2);
    await handOver(relay);
    await append(3);
    await handOver(createRelay(target, ROUTE));
    expect(await published()).toEqual(await all());
  });

  it('goes on behind what came through of an attempt that failed', async () => {
    const { target, append, handOver, published, all } = world();
    await append(1);
    await append(2);
    const breaking = {
      ...target,
      append: async (topic: string, records: readonly LogRecord[]) => {
        await target.append(topic, records.slice(0, 4));
        throw new Error('the connection was lost');
      },
    };
    const relay = createRelay(breaking, ROUTE);
    await expect(handOver(relay)).rejects.toThrow('lost');
    await handOver(createRelay(target, ROUTE));
    expect(await published()).toEqual(await all());
  });

  it('keeps what was in the headers', async () => {
    const source = createMemoryLog({ ...LIMITS, topics: { executions: 1 } });
    const target = createMemoryLog({ ...LIMITS, topics: { published: 1 } });
    const record = { ...jsonRecord('a', 1), headers: { traceparent: '00-1' } };
    await source.append('executions', [record]);
    await createRelay(target, ROUTE).prepare([{ partition: 0, position: 0n, record, value: record }]);
    expect((await readAll(target, 'published'))[0]?.record).toEqual({
      ...record,
      headers: { traceparent: '00-1', [EVENT_NUMBER_HEADER]: '0' },
    });
  });
});
