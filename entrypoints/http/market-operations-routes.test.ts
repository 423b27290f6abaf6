import type { FeedReport } from '@bourse/application/ports/feed-reports.ts';
import type { QuarantineEntry } from '@bourse/application/ports/quarantine-store.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { operatorHeaders, registeredTrader } from './testing/callers.ts';
import type { TestTrader } from './testing/callers.ts';
import { createMemoryHttpApp } from './testing/memory-http-app.ts';
import type { MemoryHttpApp } from './testing/memory-http-app.ts';
import type { MemoryMarketOperations } from './testing/memory-market-operations.ts';

const SPLIT = 1_900_000_000n;

let memory: MemoryHttpApp;
let operations: MemoryMarketOperations;
let trader: TestTrader;

beforeEach(async () => {
  memory = await createMemoryHttpApp();
  operations = memory.trading.operations;
  trader = await registeredTrader(memory.app);
  await memory.trading.quote('ACME', 190_000_000n);
});

afterEach(() => memory.trading.stop());

const get = (url: string) => memory.app.inject({ url: `/api/v1${url}`, headers: operatorHeaders });
const halt = (symbol: string, status: unknown) =>
  memory.app.inject({
    method: 'PUT',
    url: `/api/v1/assets/${symbol}/status`,
    headers: operatorHeaders,
    payload: { status },
  });
const accept = (symbol: string, payload: object) =>
  memory.app.inject({
    method: 'POST',
    url: `/api/v1/market/quarantine/${symbol}/accept`,
    headers: operatorHeaders,
    payload,
  });

function jump(symbol: string, changes: Partial<QuarantineEntry> = {}): QuarantineEntry {
  const atMs = memory.clock.now();
  return {
    ...{
      symbol,
      reason: 'jump' as const,
      priceMicros: SPLIT,
      source: 'feed',
      asOfMs: atMs,
      lastGoodMicros: 190_000_000n,
    },
    ...{ quotes: 3, firstAtMs: atMs, lastAtMs: atMs, overAtMs: null },
    ...changes,
  };
}

async function buys(symbol: string) {
  memory.trading.decide();
  const cash = { method: 'POST', url: '/api/v1/account/deposits', headers: trader.headers } as const;
  await memory.app.inject({ ...cash, payload: { amount: '100000.00' } });
  const order = { symbol, side: 'buy', type: 'market', quantity: '1', time_in_force: 'ioc' };
  const headers = { ...trader.headers, prefer: 'wait=5' };
  return memory.app.inject({ method: 'POST', url: '/api/v1/orders', headers, payload: order });
}

describe('halting an instrument', () => {
  it('has its orders refused from that moment on, and resuming lets them through again', async () => {
    expect((await halt('ACME', 'halted')).json()).toEqual({ status: 'halted' });
    expect((await get('/assets/ACME')).json()).toMatchObject({ status: 'halted', price: { value: '190.00' } });
    const refused = await buys('ACME');
    expect([refused.statusCode, refused.json<{ type: string }>().type]).toEqual([
      422,
      'urn:bourse:problem:instrument-halted',
    ]);
    expect((await halt('ACME', 'active')).json()).toEqual({ status: 'active' });
    expect((await buys('ACME')).json()).toMatchObject({ status: 'filled' });
  });

  it('is noted with who did it, once for each change, newest first', async () => {
    for (const status of ['halted', 'halted', 'active']) await halt('ACME', status);
    const first = (await get('/market/changes?limit=1')).json<{ items: object[]; next_cursor: string }>();
    expect(first.items).toMatchObject([{ sequence: '2', symbol: 'ACME', change: 'resumed', price: null }]);
    const rest = (await get(`/market/changes?cursor=${first.next_cursor}`)).json<{
      items: { changed_by: string }[];
      next_cursor: null;
    }>();
    expect(rest).toMatchObject({ items: [{ sequence: '1', change: 'halted' }], next_cursor: null });
    expect(rest.items[0]?.changed_by).not.toBe('');
    expect(memory.logged.map(([, , message]) => message)).toContain('an operator changed the status of an instrument');
  });

  it('is refused for an instrument that there is not, and for another status', async () => {
    expect((await halt('WHAT', 'halted')).statusCode).toBe(404);
    expect((await halt('ACME', 'closed')).statusCode).toBe(400);
    expect((await get('/market/changes')).json()).toEqual({ items: [], next_cursor: null });
  });
});

describe('the quarantine', () => {
  it('is listed by symbol and reason, page by page, and by what is open', async () => {
    await operations.quarantine.add([
      jump('ACME'),
      jump('ACME', { reason: 'unreadable', priceMicros: null, lastGoodMicros: null }),
      jump('BOLT', { overAtMs: memory.clock.now() }),
    ]);
    const page = (await get('/market/quarantine?limit=2')).json<{ items: object[]; next_cursor: string }>();
    expect(page.items).toEqual([
      {
        ...{ symbol: 'ACME', reason: 'jump', price: '1900', last_good_price: '190', source: 'feed', quotes: 3 },
        as_of: '2026-03-31T14:00:00.000Z',
        first_at: '2026-03-31T14:00:00.000Z',
        last_at: '2026-03-31T14:00:00.000Z',
        over_at: null,
      },
      expect.objectContaining({ symbol: 'ACME', reason: 'unreadable', price: null, last_good_price: null }),
    ]);
    expect((await get(`/market/quarantine?cursor=${page.next_cursor}`)).json()).toMatchObject({
      items: [{ symbol: 'BOLT' }],
      next_cursor: null,
    });
    const open = (await get('/market/quarantine?status=open')).json<{ items: object[] }>();
    expect(open.items).toHaveLength(2);
    expect((await get('/market/quarantine?status=over')).json()).toMatchObject({ items: [{ symbol: 'BOLT' }] });
  });

  it('lets an operator accept a jump, which is then the price that is served and traded on', async () => {
    await operations.quarantine.add([jump('ACME')]);
    const accepted = await accept('ACME', { expected_price: '1899.5' });
    expect(accepted.json()).toEqual({
      ...{ symbol: 'ACME', price: '1900.00', source: 'operator' },
      as_of: '2026-03-31T14:00:00.000Z',
    });
    await memory.trading.priced('ACME', SPLIT);
    expect((await get('/assets/ACME')).json()).toMatchObject({ price: { value: '1900.00', source: 'operator' } });
    expect((await buys('ACME')).json()).toMatchObject({ status: 'filled', average_fill_price: '1900.00' });
    expect((await get('/market/quarantine?status=open')).json()).toMatchObject({ items: [] });
    expect((await get('/market/changes')).json()).toMatchObject({
      items: [{ change: 'price-accepted', price: '1900' }],
    });
    expect((await accept('ACME', { expected_price: '1900' })).statusCode).toBe(404);
  });

  it.each([
    { code: 'not-quarantined', status: 404, symbol: 'BOLT' },
    { code: 'not-quarantined', status: 404, changes: { reason: 'not-positive', priceMicros: -1n } as const },
    { code: 'not-quarantined', status: 404, changes: { overAtMs: 1 } },
    { code: 'price-moved', status: 422, expected: '1850' },
    { code: 'price-superseded', status: 422, changes: { asOfMs: 1 } },
  ])('refuses to accept what is $code ($status)', async ({ code, status, changes, expected, symbol }) => {
    await operations.quarantine.add([jump('ACME', changes)]);
    const refused = await accept(symbol ?? 'ACME', { expected_price: expected ?? '1900' });
    expect([refused.statusCode, refused.json<{ type: string }>().type]).toEqual([status, `urn:bourse:problem:${code}`]);
    expect((await get('/market/changes')).json()).toMatchObject({ items: [] });
    expect((await get('/assets/ACME')).json()).toMatchObject({ price: { value: '190.00' } });
  });

  it('does not accept a price that is none', async () => {
    await operations.quarantine.add([jump('ACME')]);
    for (const expected of ['0', '-1', 1900, '1e3']) {
      expect((await accept('ACME', { expected_price: expected })).statusCode).toBe(400);
    }
  });
});

describe('the status of the market', () => {
  it('counts prices by their age, and says how old they are', async () => {
    memory.clock.advance(300_001);
    await memory.trading.quote('BOLT', 1n);
    await halt('BOLT', 'halted');
    memory.clock.advance(1_000);
    await operations.quarantine.add([jump('ACME')]);
    expect((await get('/market/status')).json()).toEqual({
      ...{ instruments: 2, halted: 1, fresh: 1, stale: 1, missing: 0, quarantined: 1 },
      oldest_age_ms: 301_001,
      newest_age_ms: 1_000,
      feeds: [],
    });
  });

  it('tells of each feed, and whether it still reports', async () => {
    const nowMs = memory.clock.now();
    const report: FeedReport = {
      ...({ member: 'a', source: 'stream', breaker: 'open', callsInFlight: 2, pagesInvalidated: 1 } as const),
      ...{ lastSuccessAtMs: nowMs - 60_000, lastRefreshAtMs: null, nextRefreshAtMs: nowMs, reportedAtMs: nowMs },
    };
    await operations.reports.put(report, 3_600_000);
    await operations.reports.put({ ...report, member: 'b', reportedAtMs: nowMs - 30_001 }, 3_600_000);
    expect((await get('/market/status')).json()).toMatchObject({
      feeds: [
        {
          ...{ member: 'a', state: 'reporting', source: 'stream', breaker: 'open', calls_in_flight: 2 },
          ...{ last_success_at: '2026-03-31T13:59:00.000Z', last_refresh_at: null, pages_invalidated: 1 },
          next_refresh_at: '2026-03-31T14:00:00.000Z',
        },
        { member: 'b', state: 'silent' },
      ],
    });
  });
});
