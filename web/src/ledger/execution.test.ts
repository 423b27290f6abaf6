import { describe, expect, it } from 'vitest';
import type { JournalTransaction } from './account.ts';
import { executionOf } from './execution.ts';

const FILL: JournalTransaction = {
  id: '0-7',
  kind: 'fill',
  reference: '0b3c',
  symbol: 'AAPL',
  entries: [
    { account: 'available', asset: 'USD', amount: '-150.15' },
    { account: 'venue', asset: 'USD', amount: '150.00' },
    { account: 'fees', asset: 'USD', amount: '0.15' },
    { account: 'available', asset: 'AAPL', amount: '1.5' },
    { account: 'venue', asset: 'AAPL', amount: '-1.5' },
  ],
  price: { value: '100.00', source: 'feed', as_of: '2026-01-02T03:04:05.000Z' },
  cash_after: '849.85',
  recorded_at: '2026-01-02T03:04:06.000Z',
  hash: 'ab',
};

describe('an execution', () => {
  it('is a purchase when the venue gave the shares', () => {
    expect(executionOf(FILL)).toMatchObject({ side: 'buy', quantity: '1.5', price: '100.00', commission: '0.15' });
  });

  it('is a sale when the venue took them, and free when there is no commission', () => {
    const entries = [
      { account: 'held', asset: 'AAPL', amount: '-1.5' },
      { account: 'venue', asset: 'AAPL', amount: '1.5' },
    ];
    expect(executionOf({ ...FILL, entries })).toMatchObject({ side: 'sell', quantity: '1.5', commission: '0.00' });
  });

  it('is the same each time that its transaction is read', () => {
    expect(executionOf(FILL)).toBe(executionOf(FILL));
  });

  it('is no other movement', () => {
    expect(executionOf({ ...FILL, kind: 'hold', price: null })).toBeNull();
  });
});
