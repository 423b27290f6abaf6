import type { Price } from '@bourse/core/market/price.ts';
import { describe, expect, it } from 'vitest';
import { decodeCommand } from '../orders/account-command-codec.ts';
import { ORDERS_TOPIC } from '../orders/account-command.ts';
import type { DueOrders } from '../ports/due-orders.ts';
import { Fault } from '../ports/fault.ts';
import type { Transaction } from '../ports/transactions.ts';
import { MAX_WOKEN_BY_TICKS } from '../orders/wake-orders.ts';
import { fakeLog, fakeMarketStore, fakeMeter } from './market-fakes.ts';
import { createMarketProcessor } from './market-processor.ts';
import { encodeTick } from './tick-codec.ts';

const TRANSACTION: Transaction = { store: 'test' };

function tick(symbol: string, priceMicros: bigint, asOfMs: number): Price {
  return { symbol, priceMicros, source: 'feed', asOfMs };
}

/** A processor whose due orders are stops: sales below a price (one, or several), purchases above one, all in AAPL. */
function openProcessor(stops: { readonly sellAt: bigint; readonly buyAt: bigint; readonly sales?: number }) {
  const log = fakeLog();
  const saved: [Transaction, readonly Price[]][] = [];
  const market = {
    ...fakeMarketStore(),
    savePrices: async (transaction: Transaction, prices: readonly Price[]) => void saved.push([transaction, prices]),
  };
  const sales = Array.from({ length: stops.sales ?? 1 }, () => ({ accountId: 'ada', orderId: 'sale', symbol: 'AAPL' }));
  const due: DueOrders = {
    async reachedBy(prices, limit) {
      const reached = prices.flatMap(({ symbol, priceMicros }) => [
        ...(symbol === 'AAPL' && priceMicros <= stops.sellAt ? sales : []),
        ...(symbol === 'AAPL' && priceMicros >= stops.buyAt ? [{ accountId: 'ada', orderId: 'purchase', symbol }] : []),
      ]);
      return reached.slice(0, limit);
    },
    lapsedAt: () => Promise.resolve([]),
  };
  const meter = fakeMeter();
  const processor = createMarketProcessor({ market, due, log, meter });
  /** Processes a batch as the runtime does. */
  const process = async (...prices: readonly Price[]) => {
    const commands = prices.map((price, index) => {
      const record = encodeTick(price);
      return { partition: 0, position: BigInt(index), record, value: processor.decode(record) };
    });
    await processor.prepare(commands);
    const effects = commands.map((command) => processor.decide(command));
    await processor.save(TRANSACTION, effects);
    processor.committed(effects);
  };
  const woken = () =>
    log.records(ORDERS_TOPIC).map((record) => {
      const command = decodeCommand(record);
      return command.type === 'try-order' ? [command.orderId, command.price.priceMicros] : [];
    });
  return { process, woken, saved, log, meter, processor };
}

describe('the market processor', () => {
  it('stores all ticks of a batch in its transaction', async () => {
    const { process, saved } = openProcessor({ sellAt: 0n, buyAt: 1_000n });
    const ticks = [tick('AAPL', 50n, 1), tick('MSFT', 7n, 1), tick('AAPL', 60n, 2)];
    await process(...ticks);
    expect(saved).toEqual([[TRANSACTION, ticks]]);
  });

  it('wakes orders by the lowest and the highest tick of a batch, though the newest reaches none', async () => {
    const { process, woken } = openProcessor({ sellAt: 40n, buyAt: 60n });
    await process(
      ...[50n, 39n, 38n, 45n, 61n, 63n, 62n, 50n].map((priceMicros, index) => tick('AAPL', priceMicros, index)),
    );
    expect(woken()).toEqual([
      ['sale', 38n],
      ['purchase', 63n],
    ]);
  });

  it('wakes an order once by a batch of one tick, or of ticks of one price: by the newest', async () => {
    const { process, woken, log } = openProcessor({ sellAt: 40n, buyAt: 1_000n });
    await process(tick('AAPL', 39n, 1));
    expect(woken()).toEqual([['sale', 39n]]);
    await process(tick('AAPL', 38n, 2), tick('AAPL', 38n, 3));
    const sent = log.records(ORDERS_TOPIC).map(decodeCommand);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toMatchObject({ price: tick('AAPL', 38n, 3) });
  });

  it('wakes every order that a tick reaches, however many: the next tick may reach none', async () => {
    const { process, woken } = openProcessor({ sellAt: 40n, buyAt: 1_000n, sales: 20_000 });
    await process(tick('AAPL', 39n, 1));
    expect(woken()).toHaveLength(20_000);
  });

  it('counts when ticks reach as many orders as are woken at once, and not below', async () => {
    for (const [missing, counted] of [
      [1, 0],
      [0, 1],
    ] as const) {
      const stops = { sellAt: 40n, buyAt: 1_000n, sales: MAX_WOKEN_BY_TICKS - missing };
      const { process, woken, meter } = openProcessor(stops);
      await process(tick('AAPL', 39n, 1));
      expect(woken()).toHaveLength(stops.sales);
      expect(meter.counted('tick_wakes_cut_total')).toBe(counted);
    }
  });

  it('wakes nothing when no tick reaches an order', async () => {
    const { process, woken } = openProcessor({ sellAt: 40n, buyAt: 60n });
    await process(tick('AAPL', 50n, 1), tick('MSFT', 1n, 1), tick('MSFT', 99n, 2));
    expect(woken()).toEqual([]);
  });

  it('fails its batch when orders cannot be woken, so that they are woken when it is tried again', async () => {
    const { process, woken, log } = openProcessor({ sellAt: 40n, buyAt: 60n });
    log.fail(new Fault('unavailable', 'the log is away'));
    await expect(process(tick('AAPL', 39n, 1))).rejects.toThrow('the log is away');
    log.fail(undefined);
    await process(tick('AAPL', 39n, 1));
    expect(woken()).toEqual([['sale', 39n]]);
  });

  it('refuses a record that is no tick', () => {
    const { processor } = openProcessor({ sellAt: 0n, buyAt: 0n });
    expect(() => processor.decode({ key: 'AAPL', value: '{}', headers: {} })).toThrow('version');
    processor.discard();
  });
});
