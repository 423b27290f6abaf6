import type { Price } from '@bourse/core/market/price.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeLog, fakeLogger, fakeMeter, manualClock } from '../market/market-fakes.ts';
import type { DueOrders } from '../ports/due-orders.ts';
import { Fault } from '../ports/fault.ts';
import { ORDERS_TOPIC } from './account-command.ts';
import { decodeCommand } from './account-command-codec.ts';
import { startOrderSweep } from './order-sweep.ts';

const EVERY_MS = 1_000;
const START_MS = 1_000_000;
const NEWEST: Price = { symbol: 'AAPL', priceMicros: 5n, source: 'feed', asOfMs: 7 };

/** A sweep that always finds one order to wake, and one to expire from a moment on. */
function openSweep(lapsesAtMs: number) {
  const [clock, meter, logger, log] = [manualClock(START_MS), fakeMeter(), fakeLogger(), fakeLog()];
  const outage = { fault: new Array<Fault>() };
  const due: DueOrders = {
    async reachedBy(prices) {
      return prices.map(({ symbol }) => ({ accountId: 'ada', orderId: 'resting', symbol }));
    },
    async lapsedAt(atMs) {
      const fault = outage.fault.pop();
      if (fault !== undefined) throw fault;
      return atMs >= lapsesAtMs ? [{ accountId: 'ada', orderId: 'lapsed' }] : [];
    },
  };
  const sweep = startOrderSweep({ due, log, clock, meter, logger, prices: () => [NEWEST] }, EVERY_MS);
  onTestFinished(() => sweep.stop());
  const sent = () => log.records(ORDERS_TOPIC).map((record) => decodeCommand(record).type);
  return { sweep, sent, clock, meter, logger, outage };
}

describe('the sweep of resting orders', () => {
  it('wakes what the newest prices reach and expires what has lapsed, in every interval', async () => {
    const { clock, sent, meter } = openSweep(START_MS + 2 * EVERY_MS);
    await clock.pass(EVERY_MS - 1);
    expect(sent()).toEqual([]);
    await clock.pass(1);
    expect(sent()).toEqual(['try-order']);
    await clock.pass(EVERY_MS);
    expect(sent()).toEqual(['try-order', 'expire-order', 'try-order']);
    expect(meter.counted('order_sweep_orders', { kind: 'woken' })).toBe(2);
    expect(meter.counted('order_sweep_orders', { kind: 'expired' })).toBe(1);
  });

  it('goes on after an interval in which it could not look', async () => {
    const { clock, sent, logger, outage } = openSweep(Infinity);
    outage.fault.push(new Fault('unavailable', 'the database is away'));
    await clock.pass(EVERY_MS);
    expect(sent()).toEqual([]);
    expect(logger.messages).toEqual(['orders could not be swept; the next sweep tries again']);
    await clock.pass(EVERY_MS);
    expect(sent()).toEqual(['try-order']);
  });

  it('does nothing any more when it was stopped', async () => {
    const { clock, sent, sweep } = openSweep(0);
    await sweep.stop();
    await clock.pass(10 * EVERY_MS);
    expect(sent()).toEqual([]);
  });
});
