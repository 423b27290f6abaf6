import { describe, expect, it } from 'vitest';
import { leftovers } from '../support/leftovers.ts';
import type { OrderForm } from '../support/trader-client.ts';
import { openTradingFloor, orderIn } from '../support/trading-floor.ts';

const later = leftovers();

describe('the close of the market', () => {
  it('expires day orders, gives back what they held, and leaves others alone', async () => {
    const floor = await openTradingFloor({ MARKET_CLOSE: '21:00' });
    later(() => floor.close());
    const [symbol, trader] = [floor.symbol(), await floor.trader('10000.00')];
    floor.clock.advanceTo('20:59:00');
    await floor.price(symbol, '100.00');

    const form = { symbol, side: 'buy', type: 'limit', limit_price: '90.00', quantity: '1' } as const;
    const place = async (timeInForce: OrderForm['time_in_force']) => {
      const { body } = await trader.placeOrder({ ...form, time_in_force: timeInForce });
      return orderIn(trader, body!.id, 'open');
    };
    const day = await place('day');
    const gtc = await place('gtc');
    expect(day.expires_at).toMatch(/T21:00:00\.000Z$/);
    expect(gtc.expires_at).toBeNull();

    floor.clock.advanceTo('21:00:00');
    expect(await orderIn(trader, day.id, 'expired')).toMatchObject({ filled_quantity: '0' });
    await orderIn(trader, gtc.id, 'open');
    expect((await trader.get('/account')).body).toMatchObject({ held: '90.00', buying_power: '9910.00' });

    // The market comes too late for the one, not for the other.
    await floor.price(symbol, '89.00');
    await orderIn(trader, gtc.id, 'filled');
    await orderIn(trader, day.id, 'expired');
    expect((await trader.get('/account')).body).toMatchObject({ cash: '9911.00', held: '0.00' });
    // What is placed now is good until tomorrow.
    await floor.price(symbol, '100.00');
    expect((await place('day')).expires_at).toBe(new Date(Date.parse(day.expires_at!) + 86_400_000).toISOString());
  });
});
