import { describe, expect, it } from 'vitest';
import { csvText } from './csv-text.ts';

describe('CSV', () => {
  it('quotes what needs quotes, and nothing else', () => {
    expect(csvText(['name', 'note'], [['Smith, "Al"', 'plain']])).toBe('name,note\r\n"Smith, ""Al""",plain\r\n');
  });

  it.each(['=1+1', '+SUM(A1)', '-2+3', '@cmd', '\tx'])('takes the meaning of a formula from %j', (text) => {
    expect(csvText(['a'], [[text]])).toBe(`a\r\n'${text}\r\n`);
  });

  it('leaves numbers as they are', () => {
    expect(csvText(['a', 'b'], [['-12.50', '0.000001']])).toBe('a,b\r\n-12.50,0.000001\r\n');
  });

  it('quotes a formula that has a line break', () => {
    expect(csvText(['a'], [['=A1\nB']])).toBe('a\r\n"\'=A1\nB"\r\n');
  });
});
