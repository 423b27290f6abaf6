import type { Price } from '@bourse/core/market/price.ts';
import { describe, expect, it } from 'vitest';
import { Fault } from '../ports/fault.ts';
import type { VendorPage, VendorQuote } from '../ports/market-data.ts';
import type { VendorTick } from '../ports/tick-source.ts';
import { createFeed } from './feed.ts';
import type { FeedOptions } from './feed.ts';
import {
  fakeLog,
  fakeLogger,
  fakeMarketStore,
  fakeMeter,
  fakeQuarantineStore,
  fakeVendor,
  manualClock,
  settle,
} from './market-fakes.ts';
import { decodeTick, MARKET_DATA_TOPIC } from './tick-codec.ts';

const START_MS = 1_000_000;
const down = new Fault('unavailable', 'down');

function quote(symbol: string, price: bigint | null, more: Partial<VendorQuote> = {}): VendorQuote {
  const priceMicros = price === null ? null : price * 1_000_000n;
  return { symbol, name: `${symbol} Inc`, exchange: 'XNAS', sector: 'Energy', priceMicros, asOfMs: START_MS, ...more };
}

function tick(symbol: string, price: bigint | null, asOfMs = START_MS): VendorTick {
  return { symbol, priceMicros: price === null ? null : price * 1_000_000n, asOfMs };
}

function onePage(...quotes: VendorQuote[]): VendorPage {
  return { quotes, nextToken: null };
}

function fakePorts() {
  const [log, market, quarantine] = [fakeLog(), fakeMarketStore(), fakeQuarantineStore()];
  return { log, market, quarantine, meter: fakeMeter(), logger: fakeLogger() };
}

/** A feed over fakes that believes first prices; its vendor answers what `page` answers at the moment, with prices of that moment. */
function setUp(page: () => VendorPage = () => onePage(quote('ACME', 150n), quote('BOLT', 20n)), options?: FeedOptions) {
  const clock = manualClock(START_MS);
  const { log, market, quarantine, meter, logger } = fakePorts();
  const vendorCalls: number[] = [];
  const vendor = fakeVendor(() => {
    vendorCalls.push(clock.now());
    const { quotes, nextToken } = page();
    return { quotes: quotes.map((quoted) => ({ ...quoted, asOfMs: clock.now() })), nextToken };
  });
  const known = new Map<string, Price>();
  let give: (ticks: readonly VendorTick[]) => Promise<void> = () => Promise.reject(new TypeError('not open'));
  let ticksOpen = false;
  const ticks = {
    open: (onTicks: typeof give) => {
      give = onTicks;
      ticksOpen = true;
      return async () => void (ticksOpen = false);
    },
  };
  const newest = (symbol: string): Price | undefined => known.get(symbol);
  const role = createFeed(
    { vendor, ticks, market, quarantine, newest, log, clock, meter, logger },
    { confirmFirstPrices: false, ...options },
  );
  return {
    ...{ clock, log, market, quarantine, meter, logger, role, vendorCalls, known },
    start: async () => {
      await role.start();
      await settle();
    },
    give: (...given: VendorTick[]) => give(given),
    ticksOpen: () => ticksOpen,
    appended: () => log.records(MARKET_DATA_TOPIC).map(decodeTick),
  };
}

describe('the feed', () => {
  it('saves the instruments of the catalogue and appends their prices at the start', async () => {
    const { start, market, appended, meter } = setUp();
    await start();
    expect(await market.instruments()).toEqual([
      { symbol: 'ACME', name: 'ACME Inc', exchange: 'XNAS', sector: 'Energy', status: 'active' },
      { symbol: 'BOLT', name: 'BOLT Inc', exchange: 'XNAS', sector: 'Energy', status: 'active' },
    ]);
    expect(appended()).toContainEqual({
      symbol: 'ACME',
      priceMicros: 150_000_000n,
      source: 'vendor',
      asOfMs: START_MS,
    });
    expect(appended()).toHaveLength(2);
    expect(meter.counted('market_data_appended_total', { source: 'vendor' })).toBe(2);
  });

  it('reads a page again at once whose first prices wait for a second quote, and gives up asking when none agrees', async () => {
    const acme = [15_000n, 150n, 151n];
    const bolt = [20n, 20_000n];
    let calls = 0;
    const { start, clock, appended, vendorCalls } = setUp(
      () => {
        calls += 1;
        return onePage(quote('ACME', acme[calls - 1] ?? 151n), quote('BOLT', bolt[calls % 2] ?? null));
      },
      { confirmFirstPrices: true },
    );
    await start();
    await clock.pass(1_000);
    expect(vendorCalls).toHaveLength(5);
    const prices = appended().map(({ symbol, priceMicros }) => [symbol, priceMicros]);
    expect(prices[0]).toEqual(['ACME', 151_000_000n]);
    expect(prices.every(([symbol, price]) => symbol === 'ACME' && price === 151_000_000n)).toBe(true);
  });

  it('believes the first price of the catalogue once a live price agrees', async () => {
    const { start, give, appended, vendorCalls } = setUp(
      () => {
        if (vendorCalls.length > 1) throw down;
        return onePage(quote('ACME', 150n));
      },
      { confirmFirstPrices: true },
    );
    await start();
    expect(appended()).toEqual([]);
    await give(tick('ACME', 15_000n));
    expect(appended()).toEqual([]);
    await give(tick('ACME', 150n));
    await give(tick('ACME', 151n, START_MS + 1));
    expect(appended()).toMatchObject([{ symbol: 'ACME', priceMicros: 151_000_000n, source: 'feed' }]);
  });

  it('walks the catalogue again at 80% of the life of a price, and not before', async () => {
    const { start, clock, vendorCalls } = setUp();
    await start();
    await clock.pass(239_999);
    expect(vendorCalls).toHaveLength(1);
    await clock.pass(1);
    expect(vendorCalls).toHaveLength(2);
    await clock.pass(240_000);
    expect(vendorCalls).toHaveLength(3);
  });

  it('keeps its pace by the life of a price that is configured', async () => {
    const { start, clock, vendorCalls } = setUp(undefined, { priceTtlMs: 10_000 });
    await start();
    await clock.pass(80_000);
    expect(vendorCalls).toHaveLength(11);
  });

  it('walks again when the prices of the first page grow old, also after a slow walk', async () => {
    const clock = manualClock();
    const asked: (string | null)[] = [];
    const vendor = {
      page: (token: string | null) => {
        asked.push(token);
        const page = token === null ? { quotes: [], nextToken: 'B' } : onePage();
        return new Promise<VendorPage>((resolve) => clock.after(200_000, () => resolve(page)));
      },
    };
    const ports = fakePorts();
    const role = createFeed({ vendor, clock, ...ports });
    await role.start();
    await clock.pass(400_000);
    expect(asked).toEqual([null, 'B']);
    await clock.pass(40_000);
    expect(asked).toEqual([null, 'B', null]);
    await role.stop();
  });

  it.each([
    ['back', -86_400_000],
    ['ahead', 86_400_000],
  ])('keeps walking when the clock is set %s by a day in the middle of a walk', async (_name, byMs) => {
    const clock = manualClock(START_MS);
    const asked: (string | null)[] = [];
    const vendor = fakeVendor((token) => {
      asked.push(token);
      if (asked.length === 2) clock.jump(START_MS + byMs);
      return { quotes: [], nextToken: token === null ? 'B' : null };
    });
    const ports = fakePorts();
    const role = createFeed({ vendor, clock, ...ports });
    await role.start();
    await clock.pass(240_000);
    expect(asked.slice(0, 4)).toEqual([null, 'B', null, 'B']);
    const walked = asked.length;
    await clock.pass(240_000);
    expect(asked).toHaveLength(walked + 2);
    await role.stop();
  });

  it('never walks the catalogue twice at the same time, however slow the vendor is', async () => {
    let answer = (_: VendorPage): void => undefined;
    let calls = 0;
    const clock = manualClock();
    const vendor = {
      page: () => {
        calls += 1;
        return new Promise<VendorPage>((resolve) => (answer = resolve));
      },
    };
    const ports = fakePorts();
    const role = createFeed({ vendor, clock, ...ports });
    await role.start();
    await clock.pass(3_600_000);
    expect(calls).toBe(1);
    answer(onePage());
    await clock.pass(240_000);
    expect(calls).toBe(2);
    await role.stop();
  });

  it('leaves the old prices in place while the vendor fails, says so, and recovers by itself', async () => {
    let failing = false;
    const { start, clock, appended, meter, logger, vendorCalls } = setUp(() => {
      if (failing) throw down;
      return onePage(quote('ACME', 150n, { asOfMs: START_MS + vendorCalls.length }));
    });
    await start();
    failing = true;
    await clock.pass(600_000);
    expect(appended()).toHaveLength(1);
    expect(meter.counted('feed_pages_total', { outcome: 'failed' })).toBeGreaterThan(3);
    expect(logger.messages).toContain('a page of the vendor catalogue could not be had; prices stay as they are');
    failing = false;
    await clock.pass(60_000);
    expect(appended()).toHaveLength(2);
  });

  it('starts though the vendor is down, and refuses to start without its store', async () => {
    const vendorless = setUp(() => {
      throw down;
    });
    await vendorless.start();
    const storeless = setUp();
    storeless.market.fail(down);
    await expect(storeless.role.start()).rejects.toBe(down);
  });

  it('appends the prices that can be believed and quarantines the others', async () => {
    const { start, appended, role } = setUp(() =>
      onePage(quote('ACME', 150n), quote('ZERO', 0n), quote('LESS', -1n), quote('NONE', null)),
    );
    await start();
    expect(appended().map(({ symbol }) => symbol)).toEqual(['ACME']);
    expect(role.quarantined().map(({ symbol, reason }) => [symbol, reason])).toEqual([
      ['NONE', 'unreadable'],
      ['LESS', 'not-positive'],
      ['ZERO', 'not-positive'],
    ]);
  });

  it('saves an instrument whose price is bad: it exists all the same', async () => {
    const { start, market } = setUp(() => onePage(quote('NONE', null)));
    await start();
    expect(await market.instruments()).toHaveLength(1);
  });

  it('holds prices against those of before its restart', async () => {
    const { start, market, appended } = setUp();
    market.put([{ symbol: 'ACME', priceMicros: 1_000_000n, source: 'feed', asOfMs: START_MS - 1 }]);
    await start();
    expect(appended().map(({ symbol }) => symbol)).toEqual(['BOLT']);
  });

  it('believes a great move once the platform knows a price there, as one that an operator accepted', async () => {
    const { start, give, appended, known, role } = setUp();
    await start();
    await give(tick('ACME', 15_000n));
    expect(appended()).toHaveLength(2);
    known.set('ACME', { symbol: 'ACME', priceMicros: 15_000_000_000n, source: 'operator', asOfMs: START_MS });
    await give(tick('ACME', 15_000n), tick('ACME', 15_001n));
    expect(appended()).toHaveLength(4);
    expect(role.quarantined()).toEqual([]);
  });

  it('stores what it quarantines within a second, and again when the store comes back', async () => {
    const { start, give, clock, quarantine } = setUp();
    await start();
    quarantine.fail(down);
    await give(tick('ACME', 0n), tick('ACME', 0n));
    await clock.pass(1_000);
    expect(quarantine.added).toEqual([]);
    await give(tick('ACME', 0n));
    quarantine.fail(undefined);
    await clock.pass(30_000);
    expect(quarantine.added).toMatchObject([{ symbol: 'ACME', reason: 'not-positive', quotes: 3 }]);
  });

  it('stores what it quarantined last when it stops, and ends after a restart what was open before', async () => {
    const before = setUp();
    await before.start();
    await before.give(tick('ACME', 0n));
    await before.role.stop();
    expect(before.quarantine.added).toMatchObject([{ symbol: 'ACME', quotes: 1 }]);
    const after = setUp();
    after.quarantine.put(before.quarantine.added);
    await after.start();
    await after.clock.pass(1_000);
    expect(after.quarantine.added).toMatchObject([{ symbol: 'ACME', quotes: 0, overAtMs: START_MS }]);
  });

  it('takes the last word of a page that names an instrument twice', async () => {
    const { start, market, appended } = setUp(() =>
      onePage(quote('ACME', 150n, { name: 'Old' }), quote('ACME', 151n, { name: 'New' })),
    );
    await start();
    expect(await market.instruments()).toMatchObject([{ symbol: 'ACME', name: 'New' }]);
    expect(appended()).toMatchObject([{ priceMicros: 151_000_000n }]);
  });

  it('saves only what changed of the instruments', async () => {
    let name = 'ACME Inc';
    const { start, clock, market } = setUp(() => onePage(quote('ACME', 150n, { name }), quote('BOLT', 20n)));
    await start();
    await clock.pass(240_000);
    expect(market.saved()).toBe(2);
    name = 'ACME Holdings';
    await clock.pass(240_000);
    expect(market.saved()).toBe(3);
    expect(await market.instruments()).toMatchObject([{ name: 'ACME Holdings' }, {}]);
  });

  it('takes no more instruments than its limit, and counts those left out', async () => {
    const { start, market, appended, meter } = setUp(undefined, { maxInstruments: 1 });
    await start();
    expect(await market.instruments()).toHaveLength(1);
    expect(appended()).toHaveLength(1);
    expect(meter.counted('feed_instruments_left_out_total')).toBe(1);
  });

  it('appends ticks in their order with the source "feed"', async () => {
    const { start, give, appended } = setUp();
    await start();
    await give(tick('ACME', 151n, START_MS + 1), tick('ACME', 152n, START_MS + 2));
    await give(tick('ACME', 153n, START_MS + 3));
    const ticks = appended().filter(({ source }) => source === 'feed');
    expect(ticks.map(({ priceMicros }) => priceMicros)).toEqual([151_000_000n, 152_000_000n, 153_000_000n]);
  });

  it('leaves out ticks of instruments that it does not know, and counts them', async () => {
    const { start, give, appended, meter } = setUp();
    await start();
    await give(tick('WHAT', 1n), tick('ACME', 151n));
    expect(appended().map(({ symbol }) => symbol)).not.toContain('WHAT');
    expect(meter.counted('feed_unknown_ticks_total')).toBe(1);
  });

  it('holds ticks back while the log is down and loses none', async () => {
    const { start, give, clock, log, appended, meter } = setUp();
    await start();
    log.fail(down);
    let taken = false;
    const giving = give(tick('ACME', 151n)).then(() => (taken = true));
    await clock.pass(60_000);
    expect(taken).toBe(false);
    expect(meter.counted('market_data_append_failures_total')).toBeGreaterThan(3);
    log.fail(undefined);
    await clock.pass(10_000);
    await giving;
    expect(appended()).toHaveLength(3);
    expect(meter.counted('market_data_lost_total')).toBe(0);
  });

  it('gives up ticks that the log can never take, and counts them', async () => {
    const { start, give, log, meter } = setUp();
    await start();
    log.fail(new Fault('invalid-data', 'too large'));
    await give(tick('ACME', 151n), tick('BOLT', 21n));
    expect(meter.counted('market_data_lost_total')).toBe(2);
  });

  it('stops at once, though the log is down and a walk is under way', async () => {
    const { start, give, log, role, ticksOpen, clock, vendorCalls } = setUp();
    await start();
    expect(ticksOpen()).toBe(true);
    log.fail(down);
    const giving = give(tick('ACME', 151n));
    await role.stop();
    await giving;
    expect(ticksOpen()).toBe(false);
    await clock.pass(3_600_000);
    expect(vendorCalls).toHaveLength(1);
  });

  it('appends a large batch in bounded pieces', async () => {
    const { start, give, appended } = setUp();
    await start();
    await give(...Array.from({ length: 2_500 }, (_, index) => tick('ACME', 151n, START_MS + index)));
    expect(appended()).toHaveLength(2_502);
  });

  it('fetches the page of an instrument out of turn when its live price moves beyond the threshold, once for a move', async () => {
    const { start, give, clock, vendorCalls, meter } = setUp();
    await start();
    await give(tick('ACME', 157n, START_MS + 1));
    await clock.pass(1_000);
    expect(vendorCalls).toHaveLength(1);
    await give(tick('ACME', 158n, START_MS + 2_000), tick('ACME', 159n, START_MS + 2_001));
    await clock.pass(1_000);
    expect(vendorCalls).toHaveLength(2);
    expect(meter.counted('feed_invalidations_total')).toBe(1);
  });

  it('fetches the page of an instrument out of turn when its live price begins to be beyond belief', async () => {
    const { start, give, clock, vendorCalls } = setUp();
    await start();
    await give(tick('ACME', 15_000n), tick('ACME', 15_001n));
    await give(tick('ACME', 15_002n));
    await clock.pass(1_000);
    expect(vendorCalls).toHaveLength(2);
  });

  it('fetches nothing out of turn when the threshold is 0', async () => {
    const { start, give, clock, vendorCalls } = setUp(undefined, { significantMoveMicros: 0n });
    await start();
    await give(tick('ACME', 300n));
    await clock.pass(1_000);
    expect(vendorCalls).toHaveLength(1);
  });

  it('makes the symbols of ticks instruments where there is no catalogue, and holds ticks back until they are saved', async () => {
    const clock = manualClock(START_MS);
    const ports = fakePorts();
    let give: (ticks: readonly VendorTick[]) => Promise<void> = () => Promise.reject(new TypeError('not open'));
    const ticks = {
      open: (onTicks: typeof give) => {
        give = onTicks;
        return () => Promise.resolve();
      },
    };
    const role = createFeed({ ticks, clock, ...ports }, { maxInstruments: 1 });
    await role.start();
    ports.market.fail(down);
    const giving = give([tick('ACME', 150n), tick('BOLT', 20n)]);
    await clock.pass(1_000);
    expect(ports.log.records(MARKET_DATA_TOPIC)).toEqual([]);
    ports.market.fail(undefined);
    await clock.pass(10_000);
    await giving;
    expect(await ports.market.instruments()).toMatchObject([{ symbol: 'ACME', name: 'ACME', status: 'active' }]);
    expect(ports.log.records(MARKET_DATA_TOPIC).map(({ key }) => key)).toEqual(['ACME']);
    await role.stop();
  });

  it('refuses a life of prices that is not positive', () => {
    expect(() => setUp(undefined, { priceTtlMs: 0 })).toThrow(RangeError);
  });
});
