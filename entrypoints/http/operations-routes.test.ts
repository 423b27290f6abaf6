import { Fault } from '@bourse/application/ports/fault.ts';
import { createMemoryTransactions } from '@bourse/memory/memory-transactions.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { operatorHeaders } from './testing/callers.ts';
import type { MemoryHttpApp } from './testing/memory-http-app.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';

let memory: MemoryHttpApp;

beforeEach(async () => {
  memory = await createMemoryHttpApp();
});
afterEach(() => memory.trading.stop());

const get = async (url: string) => memory.app.inject({ url: `/api/v1${url}`, headers: operatorHeaders });

async function handIn(tradeId: string) {
  const payload = {
    trade_id: tradeId,
    version: 1,
    counterparty_id: 'CP-1',
    book_id: 'B1',
    maturity_date: '2030-01-31',
  };
  const answer = await memory.app.inject({ method: 'POST', url: '/api/v1/trades', headers: operatorHeaders, payload });
  expect(answer.statusCode).toBe(202);
}

describe('GET /api/v1/operations', () => {
  it('tells how far each group is behind, what waits, how requests are answered, and the profile', async () => {
    await handIn('T1');
    await handIn('T2');
    expect((await get('/operations')).json()).toEqual({
      at: '2026-03-31T14:00:00.000Z',
      process: { member: 'test', started_at: '2026-03-31T14:00:00.000Z' },
      profile: { name: 'embedded', database: 'embedded', log: 'database', demo: false },
      consumers: [{ group: 'trades', topic: 'trades-inbound', partitions: 4, lag_records: 2 }],
      dead_letters_waiting: 0,
      routes: [
        {
          method: 'GET',
          route: '/api/v1/trades',
          requests: 4,
          client_errors: 0,
          server_errors: 0,
          mean_ms: 5,
          p99_ms: 10,
        },
      ],
    });
  });

  it('is read anew after a second, and not before', async () => {
    await get('/operations');
    await handIn('T1');
    memory.clock.advance(999);
    expect((await get('/operations')).json()).toMatchObject({ consumers: [{ lag_records: 0 }] });
    memory.clock.advance(1);
    expect((await get('/operations')).json()).toMatchObject({ consumers: [{ lag_records: 1 }] });
  });

  it('answers 503 while the database is away, and goes on at once when it is back', async () => {
    let isAway = true;
    memory.trades.deadLetters.depth = async () => {
      if (isAway) throw new Fault('unavailable', 'the database is away');
      return 0;
    };
    expect((await get('/operations')).statusCode).toBe(503);
    isAway = false;
    expect((await get('/operations')).statusCode).toBe(200);
  });
});

describe('GET /api/v1/dead-letters', () => {
  it('lists them newest first, page by page', async () => {
    await createMemoryTransactions().run((transaction) =>
      memory.trades.deadLetters.add(
        transaction,
        [7n, 8n].map((position) => ({
          ...{ group: 'trades', topic: 'trades-inbound', partition: 1, position, step: 'decode' as const },
          ...{ record: { key: 'T1', value: '{"v":9}', headers: {} }, reason: 'unknown version 9', atMs: 0 },
        })),
      ),
    );
    const first = (await get('/dead-letters?limit=1')).json<{ items: unknown[]; next_cursor: string }>();
    expect(first.items).toEqual([
      {
        id: '2',
        group: 'trades',
        topic: 'trades-inbound',
        partition: 1,
        position: '8',
        key: 'T1',
        reason: 'unknown version 9',
        step: 'decode',
        payload: '{"v":9}',
        payload_length: 7,
        first_seen_at: '1970-01-01T00:00:00.000Z',
      },
    ]);
    const second = await get(`/dead-letters?limit=1&cursor=${first.next_cursor}`);
    expect(second.json()).toMatchObject({ items: [{ position: '7' }], next_cursor: null });
    expect((await get('/operations')).json()).toMatchObject({ dead_letters_waiting: 2 });
  });

  it('refuses a cursor that it did not make', async () => {
    expect((await get('/dead-letters?cursor=abc')).statusCode).toBe(400);
  });
});
