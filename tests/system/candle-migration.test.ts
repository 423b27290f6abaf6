import { MIGRATIONS } from '@bourse/postgres/migrations/index.ts';
import { createPostgresCandleStore } from '@bourse/postgres/market/postgres-candle-store.ts';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { leftovers } from '../support/leftovers.ts';
import { startPrivateServer } from '../support/private-server.ts';

const later = leftovers();
const CANDLES = '0007-candles-and-catalogue';
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const START = Date.UTC(2026, 2, 3);

describe('the prices of minutes of an older schema', () => {
  it('become candles of minutes, hours and days', async () => {
    const server = await startPrivateServer();
    later(() => server.close());
    const { database } = server;
    const names = Object.keys(MIGRATIONS).sort();
    for (const name of names.slice(0, names.indexOf(CANDLES))) await MIGRATIONS[name]!.up(database.sql);
    const minutes = [
      [0, 5],
      [MINUTE, 9],
      [HOUR, 2],
      [DAY, 7],
    ] as const;
    for (const [sinceMs, price] of minutes) {
      await sql`INSERT INTO minute_prices VALUES ('ACME', ${START + sinceMs}, ${price}, ${START + sinceMs + 1_000})`.execute(
        database.sql,
      );
    }

    await MIGRATIONS[CANDLES]!.up(database.sql);

    const store = createPostgresCandleStore(database);
    const candles = async (interval: '1m' | '1h' | '1d') => {
      const all = { symbol: 'ACME', interval, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, limit: 10 };
      return (await store.candles(all)).map((candle) => [
        candle.startMs - START,
        ...[candle.openMicros, candle.highMicros, candle.lowMicros, candle.closeMicros].map(Number),
        candle.firstTickMs - START,
        candle.lastTickMs - START,
        candle.ticks,
      ]);
    };
    expect(await candles('1m')).toEqual(
      minutes.map(([sinceMs, price]) => [sinceMs, price, price, price, price, sinceMs + 1_000, sinceMs + 1_000, 1]),
    );
    expect(await candles('1h')).toEqual([
      [0, 5, 9, 5, 9, 1_000, MINUTE + 1_000, 2],
      [HOUR, 2, 2, 2, 2, HOUR + 1_000, HOUR + 1_000, 1],
      [DAY, 7, 7, 7, 7, DAY + 1_000, DAY + 1_000, 1],
    ]);
    expect(await candles('1d')).toEqual([
      [0, 5, 9, 2, 2, 1_000, HOUR + 1_000, 3],
      [DAY, 7, 7, 7, 7, DAY + 1_000, DAY + 1_000, 1],
    ]);
  });
});
