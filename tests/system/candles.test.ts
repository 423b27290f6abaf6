import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MARKET_GROUP } from '@bourse/application/market/market-processor.ts';
import { encodeTick, MARKET_DATA_TOPIC } from '@bourse/application/market/tick-codec.ts';
import { lagOf } from '@bourse/application/processing/log-upkeep.ts';
import type { CandleInterval } from '@bourse/core/market/candle.ts';
import { parseMicros } from '@bourse/core/money/decimal.ts';
import { MS_PER_DAY } from '@bourse/core/time/utc.ts';
import { createPostgresCandleStore } from '@bourse/postgres/market/postgres-candle-store.ts';
import { createPostgresMarketStore } from '@bourse/postgres/market/postgres-market-store.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import { databaseUrl } from '../support/database-url.ts';
import { storeQuotes } from '../support/quotes.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { createTestDatabase } from '../support/test-database.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { OPERATOR_KEY, startTestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';

interface CandleJson {
  readonly start: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly ticks: number;
  readonly gap_before: number;
}
interface CandlePage {
  readonly items: readonly CandleJson[];
  readonly next_cursor: string | null;
}

let database: TestDatabase;
let test: TestPlatform;
const symbols = ['S00', 'S01', 'S02', 'S03', 'S04'];

beforeAll(async () => {
  database = await createTestDatabase();
  await storeQuotes(database.database, Object.fromEntries(symbols.map((each) => [each, '100'])));
  await storeOldTicks();
  // The ticks of these tests are of a day long past.
  test = await startTestPlatform(['api', 'worker'], {
    DATABASE_URL: databaseUrl(database.connection),
    MINUTE_CANDLES_DAYS: '3650',
    HOUR_CANDLES_DAYS: '10000',
  });
});

afterAll(async () => {
  await test.stop();
  await database.drop();
});

/** Of today, of more than 3,650 and of more than 10,000 days ago. */
async function storeOldTicks(): Promise<void> {
  const ticks = [0, 3_651, 10_001].map((days) => {
    return { symbol: 'OLD', priceMicros: 1n, source: 'test', asOfMs: Date.now() - days * MS_PER_DAY };
  });
  const market = createPostgresMarketStore(database.database);
  await createPostgresTransactions(database.database).run((transaction) => market.savePrices(transaction, ticks));
}

async function get(
  path: string,
): Promise<{ readonly status: number; readonly body: CandlePage & Record<string, unknown> }> {
  const answer = await test.app.inject({ url: `/api/v1/assets/${path}`, headers: { 'x-api-key': OPERATOR_KEY } });
  return { status: answer.statusCode, body: answer.json() };
}

/** Sends ticks of a past day, "12:00:01" at "101.00", and waits until they are taken in. */
async function takeIn(symbol: string, ...ticks: readonly (readonly [time: string, price: string])[]): Promise<void> {
  const { storage, positions } = test.platform.foundation;
  const records = ticks.map(([time, price]) => {
    const asOfMs = Date.parse(`2026-03-03T${time}Z`);
    return encodeTick({ symbol, priceMicros: parseMicros(price)!, source: 'test', asOfMs });
  });
  await storage.log.append(MARKET_DATA_TOPIC, records);
  const ports = { log: storage.log, positions };
  await until('ticks to be taken in', async () => (await lagOf(ports, MARKET_GROUP, MARKET_DATA_TOPIC)) === 0);
}

const DAY = 'from=2026-03-03T00:00:00Z&to=2026-03-04T00:00:00Z';

describe('candles', () => {
  it('follow the prices that come in, in all three intervals', async () => {
    const symbol = symbols.pop()!;
    await takeIn(symbol, ['14:00:00', '103'], ['14:00:01', '99']);
    await takeIn(symbol, ['14:01:00', '101.5'], ['15:00:00', '98']);
    const closes = async (interval: string) => {
      const { body } = await get(`${symbol}/candles?interval=${interval}&${DAY}`);
      return body.items.map(({ open, high, low, close }) => [open, high, low, close].map(Number));
    };
    expect(await closes('1m')).toEqual([
      [103, 103, 99, 99],
      [101.5, 101.5, 101.5, 101.5],
      [98, 98, 98, 98],
    ]);
    expect(await closes('1h')).toEqual([
      [103, 103, 99, 101.5],
      [98, 98, 98, 98],
    ]);
    const { body } = await get(`${symbol}/candles?interval=1d&${DAY}`);
    expect(body.items).toMatchObject([{ open: '103.00', high: '103.00', low: '98.00', close: '98.00', ticks: 4 }]);
  });

  it('are put right by a late tick, and mark where there were none', async () => {
    const symbol = symbols.pop()!;
    await takeIn(symbol, ['12:00:10', '100'], ['12:00:50', '104'], ['12:05:00', '90']);
    await takeIn(symbol, ['12:00:59.999', '102.25'], ['12:00:01', '101']);
    const { body } = await get(`${symbol}/candles?interval=1m&${DAY}`);
    expect(body).toEqual({
      items: [
        {
          start: '2026-03-03T12:00:00.000Z',
          open: '101.00',
          high: '104.00',
          low: '100.00',
          close: '102.25',
          ticks: 4,
          gap_before: 0,
        },
        {
          start: '2026-03-03T12:05:00.000Z',
          open: '90.00',
          high: '90.00',
          low: '90.00',
          close: '90.00',
          ticks: 1,
          gap_before: 4,
        },
      ],
      next_cursor: null,
    });
  });

  it('come in pages, each candle once, with the gaps between pages', async () => {
    const symbol = symbols.pop()!;
    const minutes = [0, 1, 5, 6, 7, 30, 59];
    await takeIn(symbol, ...minutes.map((minute) => [`09:${String(minute).padStart(2, '0')}:00`, '1'] as const));
    const walked: (readonly [start: string, gap: number])[] = [];
    let cursor: string | null = '';
    do {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { status, body }: Awaited<ReturnType<typeof get>> = await get(
        `${symbol}/candles?interval=1m&limit=2&${DAY}${more}`,
      );
      expect(status).toBe(200);
      expect(body.items.length).toBeLessThanOrEqual(2);
      walked.push(...body.items.map(({ start, gap_before: gap }) => [start.slice(14, 16), gap] as const));
      cursor = body.next_cursor;
    } while (cursor !== null);
    expect(walked).toEqual([
      ['00', 0],
      ['01', 0],
      ['05', 3],
      ['06', 0],
      ['07', 0],
      ['30', 22],
      ['59', 28],
    ]);
  });

  it('begin at `from` and end before `to`', async () => {
    const symbol = symbols.pop()!;
    await takeIn(symbol, ['10:00:30', '1'], ['10:01:30', '1'], ['10:02:30', '1']);
    const range = 'from=2026-03-03T10:00:01Z&to=2026-03-03T10:02:00Z';
    const { body } = await get(`${symbol}/candles?interval=1m&${range}`);
    expect(body.items.map(({ start }) => start)).toEqual(['2026-03-03T10:01:00.000Z']);
    expect((await get(`${symbol}/candles?interval=1h&${range}`)).body.items).toEqual([]);
  });

  it.each([
    ['no interval', ''],
    ['an unknown interval', 'interval=5m'],
    ['a time that is none', 'interval=1m&from=yesterday'],
    ['a beginning behind the end', 'interval=1m&from=2026-03-03T00:00:01Z&to=2026-03-03T00:00:00Z'],
    ['a cursor of another list', 'interval=1m&cursor=WyJhIl0'],
    ['a page of nothing', 'interval=1m&limit=0'],
    ['an unknown parameter', 'interval=1m&order=desc'],
  ])('are refused with 400 for %s', async (_name, query) => {
    const { status, body } = await get(`S00/candles?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ type: 'urn:bourse:problem:invalid-request', errors: [expect.anything()] });
  });

  it('are refused with 404 for an unknown instrument', async () => {
    const { status, body } = await get('NOSUCH/candles?interval=1m');
    expect(status).toBe(404);
    expect(body).toMatchObject({ type: 'urn:bourse:problem:unknown-symbol' });
  });
});

describe('old candles', () => {
  it('are removed by the worker, those of minutes before those of hours, and those of days never', async () => {
    const candles = createPostgresCandleStore(database.database);
    const count = async (interval: CandleInterval) => {
      const all = { symbol: 'OLD', fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, limit: 10 };
      return (await candles.candles({ ...all, interval })).length;
    };
    await until('minutes and hours to be removed', async () => (await count('1m')) === 1 && (await count('1h')) === 2);
    expect(await count('1d')).toBe(3);
  });
});
