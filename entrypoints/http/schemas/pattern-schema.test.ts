import { expect, it } from 'vitest';
import { faultsOf } from '../validation-faults.ts';
import { PATTERNS } from './pattern-schema.ts';

const EXAMPLES = {
  symbol: { good: ['AAPL', 'BRK.B', '7203', 'A-B'], bad: ['', 'aapl', '.A', 'A B', 'Ä'] },
  'client-order-id': { good: ['my-first-order', '!', '~'], bad: ['', 'my order', 'a\n', 'ü', '\u007f'] },
  'point-count': { good: ['2', '10', '99', '499', '500'], bad: ['', '1', '0', '501', '1000', '02', '2.0'] },
} as const;

it.each(Object.entries(EXAMPLES))('takes and refuses as %s what it says', (name, { good, bad }) => {
  const found = Object.entries(PATTERNS).find(([known]) => known === name)?.[1];
  const pattern = new RegExp(found?.pattern ?? '', 'u');
  expect(good.filter((text) => !pattern.test(text))).toEqual([]);
  expect(bad.filter((text) => pattern.test(text))).toEqual([]);
});

it.each([...Object.values(PATTERNS), { pattern: '^x$', message: 'must match the pattern ^x$' }])(
  'tells whoever does not meet $pattern what it asks for',
  ({ pattern, message }) => {
    const fault = { keyword: 'pattern', instancePath: '/field', schemaPath: '', params: { pattern }, message: '' };
    expect(faultsOf([fault], 'body')).toEqual([{ pointer: '/field', message }]);
  },
);
