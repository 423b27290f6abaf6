import type { Price } from '@bourse/core/market/price.ts';
import { describe, expect, it } from 'vitest';
import { fakeLog } from '../market/market-fakes.ts';
import type { DueOrders } from '../ports/due-orders.ts';
import { ORDERS_TOPIC } from './account-command.ts';
import { decodeCommand } from './account-command-codec.ts';
import { expireOrders, MAX_WOKEN_BY_TICKS, wakeOrders } from './wake-orders.ts';

const price = (symbol: string, priceMicros: bigint): Price => ({ symbol, priceMicros, source: 'feed', asOfMs: 7 });

/** Due orders that are always the same ones, and what was asked. */
function dueOrders(found: Partial<Record<'reached' | 'lapsed', readonly string[]>>) {
  const asked: unknown[] = [];
  const due: DueOrders = {
    async reachedBy(prices, limit) {
      asked.push([prices, limit]);
      return (found.reached ?? []).map((name) => {
        const [accountId = '', orderId = '', symbol = ''] = name.split('/');
        return { accountId, orderId, symbol };
      });
    },
    async lapsedAt(atMs, limit) {
      asked.push([atMs, limit]);
      return (found.lapsed ?? []).map((name) => {
        const [accountId = '', orderId = ''] = name.split('/');
        return { accountId, orderId };
      });
    },
  };
  return { due, asked };
}

describe('waking orders', () => {
  it('sends each order that is reached to its account, with the price of its symbol', async () => {
    const { due, asked } = dueOrders({ reached: ['ada/1/AAPL', 'bob/2/MSFT', 'ada/3/MSFT'] });
    const log = fakeLog();
    const prices = [price('AAPL', 5n), price('MSFT', 6n)];
    expect(await wakeOrders({ due, log }, prices, 5_000)).toBe(3);
    const sent = log.records(ORDERS_TOPIC).map((record) => [record.key, decodeCommand(record)]);
    const command = { type: 'try-order' };
    expect(sent).toHaveLength(3);
    expect(sent).toEqual(
      expect.arrayContaining([
        ['ada', { ...command, accountId: 'ada', orderId: '1', price: prices[0] }],
        ['bob', { ...command, accountId: 'bob', orderId: '2', price: prices[1] }],
        ['ada', { ...command, accountId: 'ada', orderId: '3', price: prices[1] }],
      ]),
    );
    expect(asked).toEqual([[prices, 5_000]]);
  });

  it('asks with the last of several prices of a symbol, the one that it sends', async () => {
    const { due, asked } = dueOrders({ reached: ['ada/1/AAPL'] });
    const log = fakeLog();
    await wakeOrders({ due, log }, [price('AAPL', 5n), price('AAPL', 9n)], 5_000);
    expect(asked).toEqual([[[price('AAPL', 9n)], 5_000]]);
    expect(log.records(ORDERS_TOPIC).map(decodeCommand)).toMatchObject([{ price: price('AAPL', 9n) }]);
  });

  it('sends very many in parts, each order once', async () => {
    const orderIds = Array.from({ length: 12_001 }, (_, index) => String(index));
    const { due } = dueOrders({ reached: orderIds.map((id) => `ada/${id}/AAPL`) });
    const appends: number[] = [];
    const log = fakeLog();
    const counting: typeof log = {
      ...log,
      append(topic, records) {
        appends.push(records.length);
        return log.append(topic, records);
      },
    };
    expect(await wakeOrders({ due, log: counting }, [price('AAPL', 5n)], MAX_WOKEN_BY_TICKS)).toBe(12_001);
    expect(appends).toEqual([5_000, 5_000, 2_001]);
    const sent = log.records(ORDERS_TOPIC).map(decodeCommand);
    expect(sent.map((command) => (command.type === 'try-order' ? command.orderId : command.type))).toEqual(orderIds);
  });

  it('sends no order whose symbol has no price', async () => {
    const { due } = dueOrders({ reached: ['ada/1/NVDA'] });
    const log = fakeLog();
    expect(await wakeOrders({ due, log }, [price('AAPL', 5n)], 5_000)).toBe(0);
    expect(log.records(ORDERS_TOPIC)).toEqual([]);
  });
});

describe('expiring orders', () => {
  it('sends each order whose close has come to its account', async () => {
    const { due, asked } = dueOrders({ lapsed: ['ada/1', 'bob/2'] });
    const log = fakeLog();
    expect(await expireOrders({ due, log }, 99)).toBe(2);
    const sent = log.records(ORDERS_TOPIC).map((record) => [record.key, decodeCommand(record)]);
    expect(sent).toEqual(
      expect.arrayContaining([
        ['ada', { type: 'expire-order', accountId: 'ada', orderId: '1' }],
        ['bob', { type: 'expire-order', accountId: 'bob', orderId: '2' }],
      ]),
    );
    expect(asked).toEqual([[99, 5_000]]);
  });
});
