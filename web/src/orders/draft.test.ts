import { describe, expect, it } from 'vitest';
import type { Draft } from './draft.ts';
import { EMPTY_DRAFT, readDraft, timesInForce } from './draft.ts';

function read(changes: Partial<Draft>) {
  return readDraft({ ...EMPTY_DRAFT, ...changes }, 'en-US');
}

describe('the draft of an order', () => {
  it('becomes terms without the prices that its type does not have', () => {
    expect(read({ quantity: '1.5', limitPrice: '10', stopPrice: '9' })).toEqual({
      terms: { side: 'buy', type: 'market', quantity: '1.5', limitPrice: null, stopPrice: null },
    });
    expect(read({ type: 'stop_limit', quantity: '2', limitPrice: '10', stopPrice: '9' })).toEqual({
      terms: { side: 'buy', type: 'stop_limit', quantity: '2', limitPrice: '10', stopPrice: '9' },
    });
  });

  it('tells all of its faults', () => {
    const { faults } = { faults: {}, ...read({ type: 'stop_limit', quantity: 'x', limitPrice: '', stopPrice: '-1' }) };
    expect(Object.keys(faults).toSorted()).toEqual(['limitPrice', 'quantity', 'stopPrice']);
  });

  it.each(['0.0009', '0.000999', '0.00'])('refuses a quantity of %s, which is less than can be traded', (quantity) => {
    expect(read({ quantity })).toHaveProperty('faults.quantity');
  });

  it.each(['0.001', '0.01', '0.1', '1'])('takes a quantity of %s', (quantity) => {
    expect(read({ quantity })).toHaveProperty('terms.quantity', quantity);
  });

  it.each(['99999999999999', '1.1234567'])('says how many digits a number may have where %s has more', (quantity) => {
    const fault = 'Enter a number above zero with up to 13 digits and 6 decimals, without separators of thousands.';
    expect(read({ quantity, limitPrice: quantity, type: 'limit' })).toEqual({
      faults: { quantity: fault, limitPrice: fault },
    });
  });

  it('of a stop cannot ask to be filled at once', () => {
    expect(timesInForce('stop')).toEqual(['day', 'gtc']);
    expect(timesInForce('limit')).toContain('fok');
  });
});
