import { describe, expect, it } from 'vitest';
import { averageFillPrice } from './order.ts';
import { acceptedOrder, decidePlacement } from './order-decider.ts';
import type { Asked, Setup } from './order-scenario.test-support.ts';
import {
  cancel,
  expire,
  given,
  instrument,
  NOON_MS,
  place,
  quote,
  RULES,
  spend,
  termsOf,
  tick,
  tickAgain,
  wait,
} from './order-scenario.test-support.ts';

const HOUR_MS = 3_600_000;
const capped = (maxFill: bigint) => ({ liquidity: { model: 'capped', maxFillMicros: maxFill } as const });

/** The events of an order that is placed in a situation. */
const eventsOf = (setup: Setup, asked: Asked) => given(setup).when(place(asked)).events;

describe('a new order', () => {
  it('starts accepted, with nothing held and nothing filled', () => {
    const placed = {
      accountId: 'a',
      id: 'o',
      clientOrderId: 'c',
      terms: termsOf({ quantity: '1' }),
      createdAtMs: NOON_MS,
    };
    expect(acceptedOrder(placed, RULES)).toMatchObject({
      status: 'accepted',
      reason: null,
      heldMicros: 0n,
      filledQuantityMicros: 0n,
      fillCount: 0,
      triggered: false,
      clientOrderId: 'c',
      createdAtMs: NOON_MS,
      updatedAtMs: NOON_MS,
    });
  });

  it.each([
    ['day', NOON_MS + 9 * HOUR_MS],
    ['gtc', null],
    ['ioc', null],
    ['fok', null],
  ] as const)('in force %s expires at %s', (timeInForce, expiresAtMs) => {
    const terms = termsOf({ quantity: '1', timeInForce });
    expect(
      acceptedOrder({ accountId: 'a', id: 'o', clientOrderId: null, terms, createdAtMs: NOON_MS }, RULES).expiresAtMs,
    ).toBe(expiresAtMs);
  });

  it('is decided once: deciding it again is a bug', () => {
    const { order } = given({ cash: '100' }).when(place({ quantity: '1' }));
    const context = { account: {}, position: {}, instrument: undefined, price: undefined, rules: RULES, atMs: NOON_MS };
    expect(() => decidePlacement(order, context as never)).toThrow(RangeError);
  });
});

describe('a market order', () => {
  it('buys at the market price', () => {
    const outcome = given({ cash: '1000' }).when(place({ quantity: '2.5' }));
    expect(outcome.events).toEqual(['tried', 'filled 2.5 at 100 for 250']);
    expect(outcome).toMatchObject({
      cash: '750',
      shares: '2.5',
      order: { status: 'filled', fillCount: 1, reason: null },
    });
  });

  it('sells at the market price', () => {
    const outcome = given({ shares: '2.5' }).when(place({ side: 'sell', quantity: '2.5' }));
    expect(outcome.events).toEqual(['tried', 'filled 2.5 at 100 for 250']);
    expect(outcome).toMatchObject({ cash: '250', shares: '0', order: { status: 'filled' } });
  });

  it('pays commission on what it buys, and gets less by it for what it sells', () => {
    const rules = { commissionBasisPoints: 25n };
    const bought = given({ cash: '1000', rules }).when(place({ quantity: '2' }));
    expect(bought.events).toEqual(['tried', 'filled 2 at 100 for 200 and 0.5 commission']);
    expect(bought.cash).toBe('799.5');
    const sold = given({ shares: '2', rules }).when(place({ side: 'sell', quantity: '2' }));
    expect(sold.cash).toBe('199.5');
  });

  it('buys with the last cent, commission included, and not with a millionth less', () => {
    const rules = { commissionBasisPoints: 25n };
    expect(eventsOf({ cash: '200.5', rules }, { quantity: '2' })).toContain(
      'filled 2 at 100 for 200 and 0.5 commission',
    );
    expect(eventsOf({ cash: '200.499999', rules }, { quantity: '2' })).toEqual(['rejected: insufficient-buying-power']);
  });

  it('sells the last share, and not a millionth more', () => {
    expect(eventsOf({ shares: '0.001' }, { side: 'sell', quantity: '0.001' })).toContain('filled 0.001 at 100 for 0.1');
    expect(eventsOf({ shares: '0.001' }, { side: 'sell', quantity: '0.001001' })).toEqual([
      'rejected: insufficient-quantity',
    ]);
  });
});

describe('a limit order', () => {
  it.each([
    ['buy', '100', '99', ['tried', 'opened, holding 99']],
    ['buy', '99', '99', ['tried', 'filled 1 at 99 for 99']],
    ['buy', '98.5', '99', ['tried', 'filled 1 at 98.5 for 98.5']],
    ['buy', '99.000001', '99', ['tried', 'opened, holding 99']],
    ['sell', '100', '101', ['tried', 'opened, holding 1']],
    ['sell', '101', '101', ['tried', 'filled 1 at 101 for 101']],
    ['sell', '102', '101', ['tried', 'filled 1 at 102 for 102']],
  ] as const)('to %s in a market at %s with its limit at %s never fills worse than its limit', (...row) => {
    const [side, price, limit, events] = row;
    expect(eventsOf({ cash: '1000', shares: '1', price }, { side, type: 'limit', limit, quantity: '1' })).toEqual(
      events,
    );
  });

  it('holds what it may cost, and gives back what it did not cost', () => {
    const open = place({ type: 'limit', limit: '99', quantity: '2' });
    expect(given({ cash: '1000' }).when(open)).toMatchObject({ cash: '802, 198 held', order: { status: 'open' } });
    const filled = given({ cash: '1000' }, open).when(tick('98'));
    expect(filled.events).toEqual(['tried', 'filled 2 at 98 for 196']);
    expect(filled).toMatchObject({ cash: '804', shares: '2', order: { status: 'filled', heldMicros: 0n } });
  });

  it('holds the shares it may sell', () => {
    const open = place({ side: 'sell', type: 'limit', limit: '110', quantity: '2' });
    expect(given({ shares: '5' }).when(open)).toMatchObject({ shares: '3, 2 held' });
    expect(given({ shares: '5' }, open).when(tick('110'))).toMatchObject({ shares: '3', cash: '220' });
  });

  it('holds its commission too, rounded up', () => {
    const rules = { commissionBasisPoints: 1n };
    const outcome = given({ cash: '1000', rules }).when(place({ type: 'limit', limit: '0.000003', quantity: '0.5' }));
    // A notional of one and a half millionths is reserved as two, its commission of a fraction as one.
    expect(outcome.events).toEqual(['tried', 'opened, holding 0.000003']);
  });

  it('needs the cash for its limit, not for the market', () => {
    const asked: Asked = { type: 'limit', limit: '110', quantity: '1' };
    expect(eventsOf({ cash: '109.999999' }, asked)).toEqual(['rejected: insufficient-buying-power']);
    expect(eventsOf({ cash: '110' }, asked)).toEqual(['tried', 'filled 1 at 100 for 100']);
  });

  it('waits while the market stays away from its limit', () => {
    const scenario = given({ cash: '1000' }, place({ type: 'limit', limit: '99', quantity: '1' }), tick('101'));
    expect(scenario.when(tick('99.000001')).events).toEqual([]);
    expect(scenario.when(tick('99')).events).toEqual(['tried', 'filled 1 at 99 for 99']);
  });
});

describe('a stop order', () => {
  const buyStop = place({ type: 'stop', stop: '105', quantity: '1' });
  const sellStop = place({ side: 'sell', type: 'stop', stop: '95', quantity: '1' });

  it('to buy waits below its stop, holding what it costs there', () => {
    expect(given({ cash: '1000' }).when(buyStop)).toMatchObject({
      events: ['tried', 'opened, holding 105'],
      cash: '895, 105 held',
      order: { triggered: false },
    });
  });

  it.each([
    ['104.999999', []],
    ['105', ['tried', 'triggered', 'filled 1 at 105 for 105']],
    ['107', ['tried', 'triggered', 'filled 1 at 107 for 107']],
  ])(
    'to buy with its stop at 105 turns into a market order when the market trades through it: at %s',
    (price, events) => {
      expect(given({ cash: '1000' }, buyStop).when(tick(price)).events).toEqual(events);
    },
  );

  it.each([
    ['95.000001', []],
    ['95', ['tried', 'triggered', 'filled 1 at 95 for 95']],
    ['90', ['tried', 'triggered', 'filled 1 at 90 for 90']],
  ])('to sell with its stop at 95 does the same from above: at %s', (price, events) => {
    expect(given({ shares: '1' }, sellStop).when(tick(price)).events).toEqual(events);
  });

  it('that is already reached is a market order at once', () => {
    expect(eventsOf({ cash: '1000', price: '106' }, { type: 'stop', stop: '105', quantity: '1' })).toEqual([
      'tried',
      'triggered',
      'filled 1 at 106 for 106',
    ]);
  });

  it('pays more than it held when the market jumps over its stop', () => {
    expect(given({ cash: '120' }, buyStop).when(tick('120'))).toMatchObject({ cash: '0', shares: '1' });
  });

  it('is cancelled when the market jumps to where its owner cannot pay', () => {
    const outcome = given({ cash: '119.999999' }, buyStop).when(tick('120'));
    expect(outcome.events).toEqual(['tried', 'triggered', 'cancelled: insufficient-buying-power']);
    expect(outcome).toMatchObject({
      cash: '119.999999',
      order: { status: 'cancelled', reason: 'insufficient-buying-power' },
    });
  });

  it('needs cash for the worse of stop and market', () => {
    const asked: Asked = { type: 'stop', stop: '105', quantity: '1' };
    expect(eventsOf({ cash: '104.999999' }, asked)).toEqual(['rejected: insufficient-buying-power']);
    expect(eventsOf({ cash: '105', price: '106' }, asked)).toEqual(['rejected: insufficient-buying-power']);
  });
});

describe('a stop-limit order', () => {
  const buy = place({ type: 'stop_limit', stop: '105', limit: '106', quantity: '1' });
  const sell = place({ side: 'sell', type: 'stop_limit', stop: '95', limit: '94', quantity: '1' });

  it('waits for its stop although the market is within its limit', () => {
    expect(given({ cash: '1000' }).when(buy).events).toEqual(['tried', 'opened, holding 106']);
    expect(given({ cash: '1000' }, buy).when(tick('104')).events).toEqual([]);
  });

  it('fills at its stop when that is within its limit', () => {
    expect(given({ cash: '1000' }, buy).when(tick('105')).events).toEqual([
      'tried',
      'triggered',
      'filled 1 at 105 for 105',
    ]);
    expect(given({ shares: '1' }, sell).when(tick('94')).events).toEqual([
      'tried',
      'triggered',
      'filled 1 at 94 for 94',
    ]);
  });

  it('becomes a limit order when the market jumps over both, and fills when it comes back', () => {
    const jumped = given({ cash: '1000' }, buy).when(tick('107'));
    expect(jumped.events).toEqual(['tried', 'triggered']);
    expect(jumped.order).toMatchObject({ status: 'open', triggered: true });
    // Below the stop as well: a stop is reached once.
    expect(given({ cash: '1000' }, buy, tick('107')).when(tick('101')).events).toEqual([
      'tried',
      'filled 1 at 101 for 101',
    ]);
    expect(given({ cash: '1000' }, buy, tick('107')).when(tick('106.5')).events).toEqual([]);
  });

  it('never sells below its limit', () => {
    expect(given({ shares: '1' }, sell).when(tick('93.999999')).events).toEqual(['tried', 'triggered']);
    expect(given({ shares: '1' }, sell, tick('90')).when(tick('94')).events).toEqual([
      'tried',
      'filled 1 at 94 for 94',
    ]);
  });
});

describe('the price that the trader saw', () => {
  it.each([
    ['102', true],
    ['102.000001', false],
    ['98', true],
    ['97.999999', false],
    ['100', true],
  ])('with a market at %s and 100 expected lets the order through: %s', (price, through) => {
    const events = eventsOf({ cash: '1000', price }, { quantity: '1', expected: '100' });
    expect(events).toEqual(through ? ['tried', `filled 1 at ${price} for ${price}`] : ['rejected: price-moved']);
  });

  it('is compared by the tolerance that is configured', () => {
    const rules = { priceToleranceMicros: 500_000n };
    expect(eventsOf({ cash: '1000', price: '100.5', rules }, { quantity: '1', expected: '100' })).toContain('tried');
    expect(eventsOf({ cash: '1000', price: '100.500001', rules }, { quantity: '1', expected: '100' })).toEqual([
      'rejected: price-moved',
    ]);
  });

  it('does not matter when it was not given', () => {
    expect(eventsOf({ cash: '1000', price: '900' }, { quantity: '1' })).toContain('tried');
  });
});

describe('a rejection', () => {
  const asked: Asked = { quantity: '1', expected: '50' };

  it.each([
    ['unknown-symbol', { instrument: null, price: null }],
    ['instrument-halted', { instrument: 'halted', price: null }],
    ['price-unavailable', { price: null }],
    ['price-moved', {}],
  ] as const)('says the first thing that is wrong: %s', (reason, setup) => {
    expect(eventsOf(setup, asked)).toEqual([`rejected: ${reason}`]);
  });

  it('says that the price is stale when it is older than allowed, to the millisecond', () => {
    const market = { cash: '1000' };
    expect(given(market, wait(300_000)).when(place({ quantity: '1' })).events).toContain('tried');
    expect(given(market, wait(300_001)).when(place({ quantity: '1' })).events).toEqual(['rejected: price-stale']);
  });

  it('says that the order is too large, however much its owner has', () => {
    const rules = { maxNotionalMicros: 1_000_000_000n };
    const rich = { cash: '1000000', shares: '1000000', rules };
    expect(eventsOf(rich, { quantity: '10' })).toContain('tried');
    expect(eventsOf(rich, { quantity: '10.000001' })).toEqual(['rejected: notional-too-large']);
    expect(eventsOf(rich, { quantity: '9.5', type: 'limit', limit: '106' })).toEqual(['rejected: notional-too-large']);
    expect(eventsOf(rich, { quantity: '9.5', type: 'stop', stop: '106' })).toEqual(['rejected: notional-too-large']);
    expect(eventsOf(rich, { quantity: '10.1', side: 'sell' })).toEqual(['rejected: notional-too-large']);
  });

  it('judges the size of a sale by the market when that is above its limit', () => {
    const setup = { shares: '1000000', rules: { maxNotionalMicros: 1_000_000_000n } };
    expect(eventsOf(setup, { quantity: '11', side: 'sell', type: 'limit', limit: '0.01' })).toEqual([
      'rejected: notional-too-large',
    ]);
  });

  it('leaves the books as they were and the order with its reason', () => {
    const outcome = given({ cash: '99', shares: '1' }).when(place({ quantity: '1' }));
    expect(outcome).toMatchObject({
      cash: '99',
      shares: '1',
      order: { status: 'rejected', reason: 'insufficient-buying-power', heldMicros: 0n },
    });
  });
});

describe('time in force', () => {
  it.each(['ioc', 'fok'] as const)('%s cancels what the first price does not fill', (timeInForce) => {
    const outcome = given({ cash: '1000' }).when(place({ type: 'limit', limit: '99', quantity: '1', timeInForce }));
    expect(outcome.events).toEqual(['tried', 'cancelled: not-filled-immediately']);
    expect(outcome).toMatchObject({ cash: '1000', order: { status: 'cancelled', reason: 'not-filled-immediately' } });
  });

  it('ioc keeps what the first price did fill', () => {
    const outcome = given({ cash: '1000', rules: capped(2_000_000n) }).when(
      place({ quantity: '5', timeInForce: 'ioc' }),
    );
    expect(outcome.events).toEqual(['tried', 'filled 2 at 100 for 200', 'cancelled: not-filled-immediately']);
    expect(outcome).toMatchObject({ cash: '800', shares: '2', order: { status: 'cancelled', fillCount: 1 } });
  });

  it('fok fills everything or nothing', () => {
    const rules = capped(2_000_000n);
    expect(eventsOf({ cash: '1000', rules }, { quantity: '2', timeInForce: 'fok' })).toEqual([
      'tried',
      'filled 2 at 100 for 200',
    ]);
    expect(eventsOf({ cash: '1000', rules }, { quantity: '2.000001', timeInForce: 'fok' })).toEqual([
      'tried',
      'cancelled: not-filled-immediately',
    ]);
  });

  it('ioc cancels a stop that is not reached', () => {
    expect(eventsOf({ cash: '1000' }, { quantity: '1', type: 'stop', stop: '105', timeInForce: 'ioc' })).toEqual([
      'tried',
      'cancelled: not-filled-immediately',
    ]);
  });

  it('day ends at the close, gtc does not', () => {
    const day = place({ type: 'limit', limit: '99', quantity: '1', timeInForce: 'day' });
    const gtc = place({ type: 'limit', limit: '99', quantity: '1', timeInForce: 'gtc' });
    expect(given({ cash: '1000' }, day, wait(9 * HOUR_MS - 1)).when(expire()).events).toEqual([]);
    const expired = given({ cash: '1000' }, day, wait(9 * HOUR_MS)).when(expire());
    expect(expired).toMatchObject({ events: ['expired'], cash: '1000', order: { status: 'expired', heldMicros: 0n } });
    expect(given({ cash: '1000' }, gtc, wait(900 * HOUR_MS)).when(expire()).events).toEqual([]);
  });

  it('day expires instead of filling when the first price after the close comes before anybody looked', () => {
    const day = place({ type: 'limit', limit: '99', quantity: '1' });
    expect(given({ cash: '1000' }, day, wait(9 * HOUR_MS)).when(tick('98')).events).toEqual(['expired']);
  });

  it('day has expired when it is decided only after the close it was accepted before', () => {
    const afterClose = given({ cash: '1000' }, wait(9 * HOUR_MS), quote('100'));
    expect(afterClose.when(place({ quantity: '1', acceptedAgoMs: 1 }))).toMatchObject({
      events: ['expired'],
      cash: '1000',
      order: { status: 'expired', reason: null, heldMicros: 0n },
    });
    expect(afterClose.when(place({ quantity: '1', acceptedAgoMs: 0 })).events).toContain('tried');
    expect(afterClose.when(place({ quantity: '1', acceptedAgoMs: 1, timeInForce: 'gtc' })).events).toContain('tried');
  });

  it('day may still fill in the last millisecond', () => {
    const day = place({ type: 'limit', limit: '99', quantity: '1' });
    expect(given({ cash: '1000' }, day, wait(9 * HOUR_MS - 1_001)).when(tick('98')).events).toContain('tried');
  });
});

describe('a partial fill', () => {
  const rules = capped(2_000_000n);
  const buyFive = place({ quantity: '5' });

  it('fills at most what the liquidity allows, and holds the rest at the price of the day', () => {
    const outcome = given({ cash: '1000', rules }).when(buyFive);
    expect(outcome.events).toEqual(['tried', 'filled 2 at 100 for 200, holding 300']);
    expect(outcome).toMatchObject({ cash: '500, 300 held', shares: '2', order: { status: 'partially_filled' } });
  });

  it('goes on with each newer price until it is filled', () => {
    const second = given({ cash: '1000', rules }, buyFive).when(tick('101'));
    expect(second.events).toEqual(['tried', 'filled 2 at 101 for 202, holding 101']);
    const third = given({ cash: '1000', rules }, buyFive, tick('101')).when(tick('90'));
    expect(third.events).toEqual(['tried', 'filled 1 at 90 for 90']);
    expect(third).toMatchObject({
      cash: '508',
      shares: '5',
      order: { status: 'filled', fillCount: 3, heldMicros: 0n },
    });
  });

  it('happens once for one price, however often that is told', () => {
    expect(given({ cash: '1000', rules }, buyFive).when(tickAgain()).events).toEqual([]);
    expect(given({ cash: '1000', rules }, buyFive, tick('101')).when(tickAgain()).events).toEqual([]);
    expect(given({ cash: '1000', rules }, buyFive, tick('101')).when(tickAgain(500)).events).toEqual([]);
  });

  it('holds the rest of a sale in shares', () => {
    const outcome = given({ shares: '5', rules }).when(place({ side: 'sell', quantity: '5' }));
    expect(outcome).toMatchObject({ cash: '200', shares: '0, 3 held', order: { status: 'partially_filled' } });
  });

  it('holds the rest of a limit order at its limit', () => {
    const outcome = given({ cash: '1000', rules }).when(place({ type: 'limit', limit: '110', quantity: '5' }));
    expect(outcome).toMatchObject({ cash: '470, 330 held', shares: '2' });
  });

  it('cancels the rest when the market has become too dear for its owner', () => {
    const outcome = given({ cash: '500', rules }, buyFive).when(tick('101'));
    expect(outcome.events).toEqual(['tried', 'cancelled: insufficient-buying-power']);
    expect(outcome).toMatchObject({ cash: '300', shares: '2', order: { status: 'cancelled', fillCount: 1 } });
  });

  it('may be cancelled by its owner, who keeps what was filled', () => {
    const outcome = given({ cash: '1000', rules }, buyFive).when(cancel());
    expect(outcome).toMatchObject({
      events: ['cancelled'],
      cash: '800',
      shares: '2',
      order: { status: 'cancelled', reason: null },
    });
  });

  it('may expire, and its owner keeps what was filled', () => {
    const outcome = given({ cash: '1000', rules }, buyFive, wait(9 * HOUR_MS)).when(expire());
    expect(outcome).toMatchObject({ events: ['expired'], cash: '800', shares: '2', order: { status: 'expired' } });
  });
});

describe('an open order', () => {
  const open = place({ type: 'limit', limit: '99', quantity: '1' });

  it('is cancelled at its owner\u2019s wish, and what it held is free again', () => {
    expect(given({ cash: '99' }, open).when(cancel())).toMatchObject({
      events: ['cancelled'],
      cash: '99',
      order: { status: 'cancelled', reason: null, heldMicros: 0n },
    });
  });

  it('does not fill while its instrument is halted, and goes on afterwards', () => {
    const halted = given({ cash: '99' }, open, instrument('halted'));
    expect(halted.when(tick('98')).events).toEqual([]);
    const again = given({ cash: '99' }, open, instrument('halted'), tick('98'), instrument('active'));
    expect(again.when(tickAgain()).events).toEqual(['tried', 'filled 1 at 98 for 98']);
  });

  it('does not fill at a price that is stale by the time it is tried', () => {
    const scenario = given({ cash: '99' }, place({ type: 'limit', limit: '99', quantity: '1', timeInForce: 'gtc' }));
    expect(scenario.when(tick('98')).events).toContain('tried');
    const late = given({ cash: '99' }, open, tick('99.5'), wait(300_001));
    expect(late.when(tickAgain()).events).toEqual([]);
  });

  it('is paid from what it holds although its owner spent everything else', () => {
    expect(given({ cash: '500' }, open, spend('401')).when(tick('99'))).toMatchObject({
      events: ['tried', 'filled 1 at 99 for 99'],
      cash: '0',
      shares: '1',
    });
  });
});

describe('the average price of fills', () => {
  it.each([
    ['sell', '333.333333', '0.001', 333_333_333n],
    ['sell', '0.000999', '0.001', 999n],
    ['buy', '333.333333', '1.234567', 333_333_333n],
  ] as const)('to %s at a limit of %s is the limit also for %s of a share', (side, limit, quantity, average) => {
    const step = place({ side, type: 'limit', limit, quantity });
    const { order } = given({ cash: '1000', shares: '2', price: limit }).when(step);
    expect(order.status).toBe('filled');
    expect(averageFillPrice(order)).toBe(average);
  });

  it('is weighted by what each price filled', () => {
    const open = place({ quantity: '0.003', timeInForce: 'gtc' });
    const setup = { cash: '1000', price: '333.333333', rules: capped(2_000n) };
    expect(averageFillPrice(given(setup, open).when(tick('333.333339')).order)).toBe(333_333_335n);
  });
});

describe('an order that is more than an account can hold', () => {
  it.each([
    ['9223372036853.775807', ['tried', 'filled 1 at 0.000001 for 0.000001']],
    ['9223372036853.775808', ['tried', 'cancelled: balance-too-large']],
  ] as const)('of shares, beside %s of them', (shares, events) => {
    expect(eventsOf({ cash: '1', shares, price: '0.000001' }, { quantity: '1' })).toEqual(events);
  });

  it.each([
    ['9223372036754.775807', ['tried', 'filled 1 at 100 for 100']],
    ['9223372036754.775808', ['tried', 'cancelled: balance-too-large']],
  ] as const)('of cash, beside %s of it', (cash, events) => {
    expect(eventsOf({ cash, shares: '1' }, { side: 'sell', quantity: '1' })).toEqual(events);
  });

  it('of cash is cancelled when its price comes, and gives back what it held', () => {
    const open = place({ side: 'sell', type: 'limit', limit: '101', quantity: '1' });
    const cancelled = given({ cash: '9223372036754.775807', shares: '1' }, open).when(tick('102'));
    expect(cancelled.events).toEqual(['tried', 'cancelled: balance-too-large']);
    expect(cancelled).toMatchObject({ shares: '1', order: { status: 'cancelled', heldMicros: 0n } });
  });
});

describe('an order that is done', () => {
  const done = [
    ['filled', place({ quantity: '1' })],
    ['rejected', place({ quantity: '1', expected: '1' })],
    ['cancelled', place({ quantity: '1', type: 'limit', limit: '99', timeInForce: 'ioc' })],
  ] as const;

  it.each(done)('because it was %s is not cancelled, expired or filled any more', (status, step) => {
    expect(given({ cash: '1000' }).when(step).order.status).toBe(status);
    const scenario = given({ cash: '1000' }, step, wait(24 * HOUR_MS));
    for (const more of [cancel(), expire(), tick('1')]) expect(scenario.when(more).events).toEqual([]);
  });
});
