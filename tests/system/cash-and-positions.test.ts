import { beforeAll, describe, expect, it } from 'vitest';
import { leftovers } from '../support/leftovers.ts';
import type { OrderForm, TraderClient } from '../support/trader-client.ts';
import type { TradingFloor } from '../support/trading-floor.ts';
import { openTradingFloor, orderIn } from '../support/trading-floor.ts';

const later = leftovers();
let floor: TradingFloor;

interface JournalItem {
  readonly id: string;
  readonly kind: string;
  readonly reference: string;
  readonly entries: readonly { readonly account: string; readonly asset: string; readonly amount: string }[];
  readonly cash_after: string;
}

beforeAll(async () => {
  floor = await openTradingFloor({
    MAX_DEPOSITS_PER_DAY: '1500000',
    MAX_WITHDRAWALS_PER_DAY: '500',
    COMMISSION_BPS: '10',
  });
  later(() => floor.close());
});

describe.each(['deposit', 'withdrawal'] as const)('a %s', (type) => {
  it('with an idempotency key is booked once, however often it is sent', async () => {
    const trader = await floor.trader('100.00');
    const send = () => trader.moveCash(type, '30.00', { idempotencyKey: 'once' });
    const answers = [...(await Promise.all([send(), send(), send()])), await send()];
    const cash = type === 'deposit' ? '130.00' : '70.00';
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 201, body: { amount: '30.00', cash } });
    expect((await trader.get('/account')).body).toMatchObject({ cash });
    expect((await journalOf(trader)).map(({ kind }) => kind)).toEqual([type, 'deposit']);
  });

  it('under the same key with another amount, or the other way round, is refused', async () => {
    const trader = await floor.trader('100.00');
    const other = type === 'deposit' ? 'withdrawal' : 'deposit';
    await trader.moveCash(type, '30.00', { idempotencyKey: 'once' });
    for (const again of [
      await trader.moveCash(type, '30.01', { idempotencyKey: 'once' }),
      await trader.moveCash(other, '30.00', { idempotencyKey: 'once' }),
    ]) {
      expect(again).toMatchObject({ status: 409, problem: 'idempotency-key-reused' });
    }
  });

  it('without a key is a new one each time', async () => {
    const trader = await floor.trader('100.00');
    await trader.moveCash(type, '30.00');
    await trader.moveCash(type, '30.00');
    expect((await trader.get('/account')).body).toMatchObject({ cash: type === 'deposit' ? '160.00' : '40.00' });
  });
});

describe('limits', () => {
  it('refuse more than a million at once', async () => {
    const trader = await floor.trader('0');
    expect(await trader.moveCash('deposit', '1000000.01')).toMatchObject({ status: 422, problem: 'amount-too-large' });
    expect(await trader.moveCash('deposit', '1000000.00')).toMatchObject({ status: 201 });
  });

  it('refuse to withdraw what is not there, or is held for an open order', async () => {
    const [trader, symbol] = [await floor.trader('100.00'), floor.symbol()];
    expect(await trader.moveCash('withdrawal', '100.01')).toMatchObject({ status: 422, problem: 'insufficient-cash' });
    const resting = await trader.placeOrder(formOf({ symbol, type: 'limit', limit_price: '50.00' }));
    await orderIn(trader, resting.body!.id, 'open');
    expect(await trader.moveCash('withdrawal', '50.00')).toMatchObject({ status: 422, problem: 'insufficient-cash' });
    expect(await trader.moveCash('withdrawal', '49.95')).toMatchObject({ status: 201 });
  });
});

describe('positions', () => {
  it('are averaged over purchases, realise profit by sales at that average, and show what is free', async () => {
    const [trader, symbol] = [await floor.trader('100000.00'), floor.symbol()];
    const position = async () => (await trader.get(`/positions/${symbol}`)).body;
    await fill(trader, { symbol, quantity: '10' });
    await floor.price(symbol, '110.00');
    await fill(trader, { symbol, quantity: '10' });
    expect(await position()).toMatchObject({ quantity: '20', average_entry_price: '105.00', market_value: '2200.00' });

    await floor.price(symbol, '120.00');
    await fill(trader, { symbol, side: 'sell', quantity: '5' });
    const resting = await trader.placeOrder(
      formOf({ symbol, side: 'sell', type: 'limit', limit_price: '150.00', quantity: '4' }),
    );
    await orderIn(trader, resting.body!.id, 'open');
    expect(await position()).toEqual({
      symbol,
      quantity: '15',
      available_quantity: '11',
      average_entry_price: '105.00',
      market_price: '120.00',
      market_value: '1800.00',
      unrealized_profit: '225.00',
      realized_profit: '75.00',
    });

    await floor.price(symbol, '150.00');
    await orderIn(trader, resting.body!.id, 'filled');
    await fill(trader, { symbol, side: 'sell', quantity: '11' });
    // 5 at 15, 4 at 45 and 11 at 45 above the average.
    expect(await position()).toMatchObject({ quantity: '0', average_entry_price: '0.00', realized_profit: '750.00' });
    expect((await trader.get('/positions')).body).toMatchObject({ items: [] });
    // 100000 − 1000 − 1100 + 600 + 600 + 1650, less a tenth of a percent of each.
    expect((await trader.get('/account')).body).toMatchObject({ cash: '100745.05', held: '0.00', equity: '100745.05' });
  });
});

describe('the past', () => {
  it('is answered as it was: balances, positions and equity of any moment', async () => {
    const [trader, symbol] = [await floor.trader('0'), floor.symbol()];
    const before = aMomentLater();
    await trader.moveCash('deposit', '1000.00');
    const deposited = aMomentLater();
    await fill(trader, { symbol, quantity: '5' });
    const bought = aMomentLater();
    await fill(trader, { symbol, side: 'sell', quantity: '2' });
    const sold = aMomentLater();

    const cashAt = async (moment: string) =>
      (await trader.get<{ cash: string; equity: string }>(`/account?as_of=${moment}`)).body!;
    const sharesAt = async (moment: string) =>
      (await trader.get<{ items: { quantity: string }[] }>(`/positions?as_of=${moment}`)).body!.items;
    expect(await cashAt(before)).toMatchObject({ cash: '0.00', equity: '0.00' });
    expect(await cashAt(deposited)).toMatchObject({ cash: '1000.00', equity: '1000.00', as_of: deposited });
    expect(await cashAt(bought)).toMatchObject({ cash: '499.50', market_value: '500.00' });
    expect(await cashAt(sold)).toMatchObject({ cash: '699.30', market_value: '300.00' });
    expect(await sharesAt(deposited)).toEqual([]);
    expect(await sharesAt(bought)).toMatchObject([{ symbol, quantity: '5', average_entry_price: '100.00' }]);
    expect(await sharesAt(sold)).toMatchObject([{ symbol, quantity: '3' }]);
  });

  it.each(['account', 'positions'])('does not know yet what %s will be', async (what) => {
    const trader = await floor.trader('0');
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    expect(await trader.get(`/${what}?as_of=${inAnHour}`)).toMatchObject({ status: 400, problem: 'invalid-request' });
  });
});

describe('the journal', () => {
  it('lists every movement once, newest first, page by page, in entries that add up to zero', async () => {
    const [trader, symbol] = [await floor.trader('1000.00'), floor.symbol()];
    await fill(trader, { symbol, quantity: '2' });
    const { body: resting } = await trader.placeOrder(formOf({ symbol, type: 'limit', limit_price: '50.00' }));
    await orderIn(trader, resting!.id, 'open');
    await trader.cancelOrder(resting!.id, { waitSeconds: 20 });
    await trader.moveCash('withdrawal', '100.00');

    const all = await journalOf(trader);
    expect(all.map(({ kind }) => kind)).toEqual(['withdrawal', 'release', 'hold', 'fill', 'deposit']);
    expect(all.map(({ cash_after }) => cash_after)).toEqual(['699.80', '799.80', '799.80', '799.80', '1000.00']);
    expect(all.slice(1, 3).map(({ reference }) => reference)).toEqual([resting!.id, resting!.id]);
    for (const { entries } of all) {
      const assets = Map.groupBy(entries, ({ asset }) => asset);
      for (const parts of assets.values()) expect(parts.reduce((sum, { amount }) => sum + cents(amount), 0)).toBe(0);
    }
    expect(await journalOf(trader, 2)).toEqual(all);
  });
});

describe('the limits of a day', () => {
  it('count what was moved on it, and begin anew with the next', async () => {
    const tired = await openTradingFloor({ MAX_DEPOSITS_PER_DAY: '1000', MAX_WITHDRAWALS_PER_DAY: '500' });
    later(() => tired.close());
    const trader = await tired.trader('600.00');
    const deposit = await trader.moveCash('deposit', '400.01');
    expect(deposit).toMatchObject({ status: 422, problem: 'daily-deposit-limit-exceeded' });
    expect(await trader.moveCash('deposit', '400.00')).toMatchObject({ status: 201 });
    expect(await trader.moveCash('withdrawal', '500.00')).toMatchObject({ status: 201 });
    const withdrawal = await trader.moveCash('withdrawal', '0.01');
    expect(withdrawal).toMatchObject({ status: 422, problem: 'daily-withdrawal-limit-exceeded' });
    tired.clock.advanceTo('00:00:00');
    expect(await trader.moveCash('deposit', '1000.00')).toMatchObject({ status: 201 });
    expect(await trader.moveCash('withdrawal', '0.01')).toMatchObject({ status: 201 });
  });
});

/** All entries, read in pages of a size. */
async function journalOf(trader: TraderClient, limit = 500): Promise<JournalItem[]> {
  const items: JournalItem[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: JournalItem[]; next_cursor: string | null } = (
      await trader.get<{ items: JournalItem[]; next_cursor: string | null }>(
        `/account/transactions?limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
    ).body!;
    items.push(...page.items);
    cursor = page.next_cursor;
  }
  return items;
}

async function fill(trader: TraderClient, terms: Partial<OrderForm> & { readonly symbol: string }): Promise<void> {
  const { status, body } = await trader.placeOrder(formOf(terms), { waitSeconds: 20 });
  expect({ status, order: body?.status }).toEqual({ status: 201, order: 'filled' });
}

/** A moment behind everything that was booked so far and before all that is booked later. */
function aMomentLater(): string {
  floor.clock.advance(10);
  const moment = new Date(floor.clock.now()).toISOString();
  floor.clock.advance(10);
  return moment;
}

function formOf(terms: Partial<OrderForm> & { readonly symbol: string }): OrderForm {
  return { side: 'buy', type: 'market', quantity: '1', time_in_force: 'gtc', ...terms };
}

function cents(amount: string): number {
  return Math.round(Number(amount) * 1_000_000);
}
