import { describe, expect, it } from 'vitest';
import { csvText } from './csv-text.ts';

describe('CSV', () => {
  it('has a header and a line for each row', () => {
    expect(csvText(['name', 'note'], [['Smith, "Al"', 'plain']])).toBe('name,note\r\n"Smith, ""Al""",plain\r\n');
  });

  it('holds no formula', () => {
    expect(csvText(['=A1'], [['@cmd'], ['-12.50']])).toBe("'=A1\r\n'@cmd\r\n-12.50\r\n");
  });
});
