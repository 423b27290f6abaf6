import { describe, expect, it } from 'vitest';
import { createNumberedLog } from '@bourse/application/processing/numbered-log.ts';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import { jsonRecord, readAll } from '../contracts/log-reading.ts';

const open = () => {
  const log = createMemoryLog({ topics: { orders: 3 }, maxWaitingAppends: 100, maxValueBytes: 1_000 });
  return { log, numbered: createNumberedLog(log, 4) };
};

describe('a log whose partitions are numbered on from earlier ones', () => {
  it('has these numbers wherever a partition is named: appending, reading, ends and news', async () => {
    const { log, numbered } = open();
    const told: number[] = [];
    const forget = numbered.onAppended('orders', (partition) => told.push(partition));
    expect(numbered.partitions('orders')).toEqual([4, 5, 6]);
    const [place] = await numbered.append('orders', [jsonRecord('a', 1)]);
    const { partition } = place!;
    expect([4, 5, 6]).toContain(partition);
    expect(told).toEqual([partition]);
    expect(await numbered.end('orders', partition)).toBe(1n);
    expect(await log.end('orders', partition - 4)).toBe(1n);
    expect(await readAll(numbered, 'orders')).toEqual([{ partition, position: 0n, record: jsonRecord('a', 1) }]);
    forget();
    await numbered.append('orders', [jsonRecord('a', 2)]);
    expect(told).toHaveLength(1);
  });
});
