import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { MS_PER_DAY, utcDate } from '@bourse/core/time/utc.ts';
import type { Platform } from '@bourse/entrypoints/compose.ts';
import { startPlatform } from '@bourse/entrypoints/compose.ts';
import { leftovers } from '../support/leftovers.ts';
import { createMovableClock } from '../support/movable-clock.ts';
import type { NamedOperator, OperatorTokens, TradeForm, TradeJson } from '../support/operator-client.ts';
import { createOperatorTokens } from '../support/operator-client.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';
import { until } from '../support/until.ts';

/** How long before midnight a worker is started that is to wait for it. */
const NEAR_MS = 3_000;

const later = leftovers();
const clock = createMovableClock();
let tokens: OperatorTokens;
let test: TestPlatform;
let operator: NamedOperator;

beforeAll(async () => {
  // So far from midnight that no test before that of midnight meets it.
  clock.advanceTo('23:55:00');
  tokens = await createOperatorTokens(clock);
  test = await startTestPlatform(['api', 'worker'], { BOURSE_SIGNING_KEY: tokens.signingKey }, clock);
  later(() => test.stop());
  operator = await tokens.operator(test.url);
});

const day = (days: number): string => utcDate(clock.now() + days * MS_PER_DAY);
const trade = (tradeId: string, version: number, more: Partial<TradeForm> = {}): TradeForm => ({
  trade_id: tradeId,
  version,
  counterparty_id: 'CP-1',
  book_id: 'B1',
  maturity_date: day(100),
  ...more,
});
const SUCCESS = { status: 'SUCCESS', failure_reason: null };
const failed = (reason: string): object => ({ status: 'FAILED', failure_reason: reason });

async function versionsOf(tradeId: string): Promise<readonly TradeJson[]> {
  return (await operator.get(`/trades/${tradeId}`)).body['items'] as TradeJson[];
}

describe('the trades of the brief', () => {
  it('are stored, refused and expired as it says', async () => {
    expect(await operator.handIn(trade('T1', 1))).toMatchObject(SUCCESS);
    expect(await operator.handIn(trade('T2', 2, { counterparty_id: 'CP-2' }))).toMatchObject(SUCCESS);
    expect(await operator.handIn(trade('T2', 1))).toMatchObject(failed('version-superseded'));
    expect(await operator.handIn(trade('T2', 1), '?history=true')).toMatchObject(SUCCESS);
    const matured = trade('T3', 3, { counterparty_id: 'CP-3', book_id: 'B2', maturity_date: day(-1) });
    expect(await operator.handIn(matured)).toMatchObject(failed('maturity-passed'));
    expect(await operator.handIn(matured, '?history=true')).toMatchObject(SUCCESS);
    expect(await versionsOf('T1')).toMatchObject([{ version: 1, created_date: day(0), expired: false }]);
    expect(await versionsOf('T2')).toMatchObject([
      { version: 2, counterparty_id: 'CP-2', expired: false },
      { version: 1, counterparty_id: 'CP-1', expired: false },
    ]);
    expect(await versionsOf('T3')).toMatchObject([{ version: 3, book_id: 'B2', expired: true }]);
  });

  it('replace the record of their version, also with a gap before it, and leave it when they matured', async () => {
    await operator.handIn(trade('R1', 5, { book_id: 'old' }));
    expect(await operator.handIn(trade('R1', 5, { book_id: 'new' }))).toMatchObject(SUCCESS);
    expect(await operator.handIn(trade('R1', 9, { maturity_date: day(0) }))).toMatchObject(SUCCESS);
    expect(await operator.handIn(trade('R1', 9, { maturity_date: day(-1) }))).toMatchObject(failed('maturity-passed'));
    expect(await versionsOf('R1')).toMatchObject([
      { version: 9, maturity_date: day(0), expired: false },
      { version: 5, book_id: 'new' },
    ]);
  });
});

describe('a request', () => {
  it('is seen by its sender, and by no other operator', async () => {
    const { body } = await operator.post('/trades', trade('Q1', 1));
    const id = body['request_id'] as string;
    expect(await operator.decided(id)).toMatchObject({ request_id: id, trade_id: 'Q1', version: 1, ...SUCCESS });
    const stranger = await tokens.operator(test.url);
    expect((await stranger.get(`/requests/${id}`)).status).toBe(404);
    expect((await stranger.get(`/requests?ids=${id}`)).body).toEqual({ items: [] });
    expect((await operator.get(`/requests?ids=${id},nothing`)).body).toMatchObject({ items: [{ request_id: id }] });
    // The trade itself belongs to no operator.
    expect((await stranger.get('/trades/Q1')).status).toBe(200);
  });

  it('with a key has its effect once, however many arrive at the same time', async () => {
    const key = { 'idempotency-key': 'once' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => operator.post('/trades', trade('K1', 1), key)));
    const requests = await Promise.all(answers.map(({ body }) => operator.decided(body['request_id'] as string)));
    expect(requests.map(({ status }) => status)).toEqual(answers.map(() => 'SUCCESS'));
    const other = await operator.post('/trades', trade('K1', 2), key);
    expect(other).toMatchObject({ status: 409, body: { type: 'urn:bourse:problem:idempotency-key-reused' } });
    expect(await versionsOf('K1')).toMatchObject([{ version: 1 }]);
    // Keys of others are others.
    const stranger = await tokens.operator(test.url);
    expect((await stranger.post('/trades', trade('K1', 2), key)).status).toBe(202);
  });
});

describe('a list', () => {
  it('has each trade that its filters ask for once, page by page, in the order of maturity', async () => {
    const trades = Array.from({ length: 60 }, (_, number) =>
      trade(`L${number % 30}`, 1 + Math.floor(number / 30), {
        book_id: `list-${number % 2}`,
        counterparty_id: `list-${number % 3}`,
        maturity_date: day(1 + ((number * 7) % 40)),
      }),
    );
    const { body } = await operator.post('/trades/bulk', trades);
    for (const { request_id: id } of body['items'] as { request_id: string }[]) {
      expect(await operator.decided(id)).toMatchObject(SUCCESS);
    }
    const expected = (matches: (one: TradeForm) => boolean): readonly string[] =>
      trades
        .filter(matches)
        .map((one) => `${one.maturity_date} ${one.trade_id} ${one.version}`)
        .toSorted();
    const listed = async (query: string): Promise<readonly string[]> =>
      (await operator.allTrades(query)).map((one) => `${one.maturity_date} ${one.trade_id} ${one.version}`);
    const inBook = ({ book_id: book }: TradeForm): boolean => book === 'list-1';
    expect(await listed('?book_id=list-1&versions=all&limit=7')).toEqual(expected(inBook));
    expect(await listed('?book_id=list-1&limit=3')).toEqual(expected((one) => inBook(one) && one.version === 2));
    const [from, to] = [day(10), day(20)];
    const query = `?counterparty_id=list-2&maturity_from=${from}&maturity_to=${to}&versions=all&expired=false&limit=2`;
    const isWanted = ({ counterparty_id: other, maturity_date: at }: TradeForm): boolean =>
      other === 'list-2' && at >= from && at <= to;
    expect(await listed(query)).toEqual(expected(isWanted));
    expect(expected(isWanted).length).toBeGreaterThan(2);
    expect(await listed('?book_id=list-1&expired=true')).toEqual([]);
  });

  it('has the versions of one trade page by page, newest first', async () => {
    const { body } = await operator.post(
      '/trades/bulk',
      [1, 2, 3, 4, 5].map((version) => trade('V1', version)),
    );
    for (const { request_id: id } of body['items'] as { request_id: string }[]) await operator.decided(id);
    const first = await operator.get('/trades/V1?limit=3');
    expect((first.body['items'] as TradeJson[]).map(({ version }) => version)).toEqual([5, 4, 3]);
    const second = await operator.get(`/trades/V1?limit=3&cursor=${first.body['next_cursor'] as string}`);
    expect((second.body['items'] as TradeJson[]).map(({ version }) => version)).toEqual([2, 1]);
    expect(second.body['next_cursor']).toBeNull();
  });
});

describe('midnight', () => {
  it('expires what matured on the day before: for readers at once, in the store soon', async () => {
    expect(await operator.handIn(trade('M1', 1, { maturity_date: day(0), book_id: 'midnight' }))).toMatchObject(
      SUCCESS,
    );
    expect(await operator.handIn(trade('M2', 1, { maturity_date: day(1), book_id: 'midnight' }))).toMatchObject(
      SUCCESS,
    );
    expect(await operator.allTrades('?book_id=midnight&expired=true')).toEqual([]);
    const midnight = Date.parse(`${day(1)}T00:00:00Z`);
    clock.advance(midnight - NEAR_MS - clock.now());
    // The next look of this one comes at midnight, that of the other when half a minute has passed.
    const worker = await workerThatHasLooked('bourse_trades_expired_total');
    clock.advance(Math.max(0, midnight - clock.now()));
    expect(await operator.allTrades('?book_id=midnight&expired=true')).toMatchObject([
      { trade_id: 'M1', expired: true },
    ]);
    expect(await operator.allTrades('?book_id=midnight&expired=false')).toMatchObject([
      { trade_id: 'M2', expired: false },
    ]);
    expect(await versionsOf('M1')).toMatchObject([{ expired: true }]);
    expect(await operator.handIn(trade('M1', 2, { maturity_date: day(-1) }))).toMatchObject(failed('maturity-passed'));
    await until('the expiry of M1', () => isMarked('M1'), 60_000);
    expect(await isMarked('M2')).toBe(false);
    await worker.stop();
  });
});

describe('seven days later', () => {
  it('what became of a request is gone, as is its key, once a worker has looked; the trade stays', async () => {
    const key = { 'idempotency-key': 'kept for a week' };
    const taken = await operator.post('/trades', trade('W1', 1), key);
    const id = taken.body['request_id'] as string;
    expect(await operator.decided(id)).toMatchObject(SUCCESS);
    expect((await operator.post('/trades', trade('W1', 1), key)).body['request_id']).toBe(id);

    clock.advance(7 * MS_PER_DAY - 60_000);
    await lookOnce();
    operator = await tokens.operator(test.url, operator.userId);
    expect((await operator.get(`/requests/${id}`)).body).toMatchObject(SUCCESS);
    clock.advance(120_000);
    await lookOnce();
    expect((await operator.get(`/requests/${id}`)).status).toBe(404);
    expect((await operator.get(`/requests/${'A'.repeat(22)}`)).status).toBe(404);
    expect(await versionsOf('W1')).toMatchObject([{ version: 1 }]);
    const anew = await operator.post('/trades', trade('W1', 1), key);
    expect(anew.body['request_id']).not.toBe(id);
  });
});

/** A worker looks for what is old when it starts, and then every minute. */
async function lookOnce(): Promise<void> {
  const worker = await workerThatHasLooked('bourse_request_outcomes_removed_total');
  await worker.stop();
}

/** Starts a worker; it counts by that name what it found when it looked for the first time. */
async function workerThatHasLooked(counter: string): Promise<Platform> {
  const { settings, logger } = test.platform.foundation;
  const worker = await startPlatform(settings, ['worker'], logger, { clock });
  later(() => worker.stop());
  await until(`a look that adds to ${counter}`, async () =>
    (await worker.foundation.meter.exposition()).split('\n').some((line) => line.startsWith(counter)),
  );
  return worker;
}

/** Whether a trade is marked as expired in the store, whatever the day says. */
async function isMarked(tradeId: string): Promise<boolean> {
  const { database } = test.platform.foundation.storage;
  const { rows } = await database.query((connection) =>
    sql<{ expired: boolean }>`SELECT expired FROM trades WHERE trade_id = ${tradeId}`.execute(connection),
  );
  return rows.some(({ expired }) => expired);
}
