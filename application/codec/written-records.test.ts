import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../ports/log.ts';
import { createWrittenRecords } from './written-records.ts';

const record: LogRecord = { key: 'A', value: '{}', headers: { trace: 'abc' } };
const value = { name: 'what it was written from' };

describe('written records', () => {
  it('are the records they were made of, and answer their value once', () => {
    const records = createWrittenRecords<typeof value>();
    const written = records.write(value, record);
    expect(written).toEqual(record);
    expect(records.take(written)).toBe(value);
    expect(records.take(written)).toBeUndefined();
  });

  it('know neither a copy nor what another codec wrote', () => {
    const records = createWrittenRecords<typeof value>();
    const written = records.write(value, record);
    expect(records.take({ ...written })).toBeUndefined();
    expect(createWrittenRecords<typeof value>().take(written)).toBeUndefined();
    expect(records.take(written)).toBe(value);
  });

  it('forget the value of a record that nobody read when 2,048 others have been written', () => {
    const records = createWrittenRecords<typeof value>();
    const [first, second] = [records.write(value, record), records.write(value, record)];
    for (let count = 0; count < 2_047; count += 1) records.write(value, record);
    expect(records.take(first)).toBeUndefined();
    expect(records.take(second)).toBe(value);
  });
});
