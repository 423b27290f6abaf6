import { describe, expect, it } from 'vitest';
import type { TradingRules } from '../market/trading-rules.ts';
import type { TicketSurroundings, TicketTerms } from './ticket-estimate.ts';
import { estimateOrder, toleratedPrices } from './ticket-estimate.ts';

const RULES: TradingRules = {
  currency: 'USD',
  price_tolerance_percent: '2',
  max_price_age_ms: 300_000,
  max_order_notional: '1000000.00',
  commission_basis_points: 10,
  market_close: '21:00',
  max_fill_quantity: null,
};

function estimate(terms: Partial<TicketTerms>, surroundings: Partial<TicketSurroundings> = {}) {
  return estimateOrder(
    { side: 'buy', type: 'market', quantity: '10', limitPrice: null, stopPrice: null, ...terms },
    { price: '50.00', buyingPower: '1000.00', available: '0', rules: RULES, ...surroundings },
  );
}

describe('the estimate of an order', () => {
  it('of a purchase is notional and commission, taken from the buying power', () => {
    expect(estimate({})).toEqual({
      price: '50.00',
      notional: '500.00',
      commission: '0.50',
      total: '500.50',
      buyingPowerAfter: '499.50',
      availableAfter: '10',
      obstacles: [],
    });
  });

  it('of a sale is notional less commission', () => {
    const sale = estimate({ side: 'sell', quantity: '4' }, { available: '10' });
    expect(sale).toMatchObject({ total: '199.80', buyingPowerAfter: '1199.80', availableAfter: '6', obstacles: [] });
  });

  it('rounds what is paid up and what is got down', () => {
    expect(estimate({ quantity: '0.000003' }, { price: '0.50' }).total).toBe('0.000003');
    expect(estimate({ side: 'sell', quantity: '0.000003' }, { price: '0.50', available: '1' }).notional).toBe(
      '0.000001',
    );
  });

  it('reckons with the limit, and with the worse of stop and market while a stop waits', () => {
    expect(estimate({ type: 'limit', limitPrice: '40.00' }).price).toBe('40.00');
    expect(estimate({ type: 'stop', stopPrice: '60.00' }).price).toBe('60.00');
    expect(estimate({ type: 'stop', stopPrice: '45.00' }).price).toBe('50.00');
    expect(estimate({ type: 'stop_limit', stopPrice: '60.00', limitPrice: '61.00' }).price).toBe('61.00');
  });

  it('tells what stands in the way', () => {
    expect(estimate({ quantity: '20' }).obstacles).toEqual(['insufficient-buying-power']);
    expect(estimate({ side: 'sell', quantity: '1' }).obstacles).toEqual(['insufficient-quantity']);
    expect(estimate({ quantity: '20001' }, { buyingPower: '9000000.00' }).obstacles).toEqual(['notional-too-large']);
  });

  it('lets what comes out even pass', () => {
    expect(estimate({}, { buyingPower: '500.50' }).obstacles).toEqual([]);
    expect(estimate({}, { buyingPower: '500.499999' }).obstacles).toEqual(['insufficient-buying-power']);
  });
});

describe('the tolerated prices', () => {
  it('are two percent away, the edges included', () => {
    expect(toleratedPrices('100.00', RULES)).toEqual({ low: '98.00', high: '102.00' });
  });

  it('are never wider than the rule where they have to be rounded', () => {
    expect(toleratedPrices('0.000033', RULES)).toEqual({ low: '0.000033', high: '0.000033' });
  });
});
