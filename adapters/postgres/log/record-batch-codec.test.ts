import type { LogRecord } from '@bourse/application/ports/log.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBatch, encodeBatch } from './record-batch-codec.ts';

const text = fc.string({ unit: 'binary' });
const record: fc.Arbitrary<LogRecord> = fc.record({
  key: text,
  value: fc.json({ stringUnit: 'binary' }),
  headers: fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }),
});

describe('a batch of records', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), (records) => {
        expect(decodeBatch(encodeBatch(records))).toEqual(records);
      }),
    );
  });

  it('keeps values to the letter, also what JSON.parse would change', () => {
    const values = ['1e400', '-0.0', ' {"a" : 1,\t"a":2}\r', '9007199254740993', '""', ''];
    const records = values.map((value) => ({ key: 'k', value, headers: {} }));
    expect(decodeBatch(encodeBatch(records)).map(({ value }) => value)).toEqual(values);
  });

  it('is text that PostgreSQL can hold when its values are', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), (records) => {
        expect(encodeBatch(records)).not.toContain('\0');
      }),
    );
  });

  it('refuses a value of more than one line, as a bug', () => {
    expect(() => encodeBatch([{ key: 'k', value: '{\n}', headers: {} }])).toThrow(TypeError);
  });

  it.each(['', 'one line', '"k"\n{}', '"k"\n{}\n1\n"k"'])('refuses a broken payload: %j', (payload) => {
    expect(() => decodeBatch(payload)).toThrow(TypeError);
  });
});
