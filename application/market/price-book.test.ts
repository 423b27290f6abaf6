import type { Price } from '@bourse/core/market/price.ts';
import { describe, expect, it } from 'vitest';
import { Fault } from '../ports/fault.ts';
import { fakeLog, fakeLogger, fakeMarketStore, fakeMeter, manualClock, settle } from './market-fakes.ts';
import { createPriceBook } from './price-book.ts';
import { encodeTick, MARKET_DATA_TOPIC } from './tick-codec.ts';

const START_MS = 1_000_000;
const down = new Fault('unavailable', 'down');

function price(symbol: string, units: bigint, asOfMs = START_MS, source = 'feed'): Price {
  return { symbol, priceMicros: units * 1_000_000n, source, asOfMs };
}

function instrument(symbol: string) {
  return { symbol, name: `${symbol} Inc`, exchange: 'XNAS', sector: 'Energy', status: 'active' as const };
}

async function setUp() {
  const clock = manualClock(START_MS);
  const log = fakeLog();
  const market = fakeMarketStore();
  const meter = fakeMeter();
  await market.saveInstruments([instrument('BOLT'), instrument('ACME')]);
  market.put([price('ACME', 150n, START_MS - 60_000, 'vendor')]);
  const book = createPriceBook({ log, market, clock, meter, logger: fakeLogger() });
  return {
    ...{ clock, log, market, meter, book },
    append: async (...prices: Price[]) => {
      await log.append(MARKET_DATA_TOPIC, prices.map(encodeTick));
      await settle();
    },
  };
}

describe('the price book', () => {
  it('knows at its start what is stored', async () => {
    const { book } = await setUp();
    await book.start();
    expect(book.instruments().map(({ symbol }) => symbol)).toEqual(['ACME', 'BOLT']);
    expect(book.instrument('BOLT')).toEqual(instrument('BOLT'));
    expect(book.price('ACME')).toEqual(price('ACME', 150n, START_MS - 60_000, 'vendor'));
  });

  it('knows no price of an instrument that never had one, and no instrument that does not exist', async () => {
    const { book } = await setUp();
    await book.start();
    expect(book.price('BOLT')).toBeUndefined();
    expect(book.instrument('WHAT')).toBeUndefined();
    expect(book.price('WHAT')).toBeUndefined();
  });

  it('follows the prices of all partitions', async () => {
    const { book, append } = await setUp();
    await book.start();
    await append(price('ACME', 151n), price('BOLT', 21n));
    expect(book.price('ACME')).toEqual(price('ACME', 151n));
    expect(book.price('BOLT')).toEqual(price('BOLT', 21n));
  });

  it('sees prices that were appended before its start and are not stored yet', async () => {
    const { book, append } = await setUp();
    await append(price('ACME', 151n));
    await book.start();
    await settle();
    expect(book.price('ACME')).toEqual(price('ACME', 151n));
  });

  it('tells listeners of each price that becomes the newest, until they stop listening', async () => {
    const { book, append } = await setUp();
    await book.start();
    const heard: bigint[] = [];
    const stop = book.onPrice(({ priceMicros }) => void heard.push(priceMicros / 1_000_000n));
    await append(price('ACME', 151n, START_MS + 2), price('ACME', 149n, START_MS + 1), price('BOLT', 20n));
    stop();
    await append(price('ACME', 152n, START_MS + 3));
    expect(heard.toSorted()).toEqual([151n, 20n]);
  });

  it('keeps the price with the newer as-of time, whichever comes later', async () => {
    const { book, append } = await setUp();
    await book.start();
    await append(price('ACME', 152n, START_MS + 2), price('ACME', 151n, START_MS + 1, 'vendor'));
    expect(book.price('ACME')).toEqual(price('ACME', 152n, START_MS + 2));
  });

  it('takes the later one of two prices of the same moment', async () => {
    const { book, append } = await setUp();
    await book.start();
    await append(price('ACME', 151n), price('ACME', 152n));
    expect(book.price('ACME')?.priceMicros).toBe(152_000_000n);
  });

  it('leaves out a record that it cannot read, and counts it', async () => {
    const { book, log, meter, append } = await setUp();
    await book.start();
    await log.append(MARKET_DATA_TOPIC, [{ key: 'ACME', value: 'rubbish', headers: {} }]);
    await append(price('ACME', 151n));
    expect(book.price('ACME')?.priceMicros).toBe(151_000_000n);
    expect(meter.counted('price_book_unreadable_total')).toBe(1);
  });

  it('reads the instruments again when a symbol comes that it does not know', async () => {
    const { book, market, append } = await setUp();
    await book.start();
    await market.saveInstruments([instrument('NEW')]);
    await append(price('NEW', 5n));
    expect(book.instrument('NEW')).toEqual(instrument('NEW'));
    expect(book.price('NEW')).toEqual(price('NEW', 5n));
  });

  it('asks only once for a symbol that nobody knows, until the next regular reading', async () => {
    const { book, market, clock, append } = await setUp();
    await book.start();
    const before = market.reads();
    for (let asOfMs = START_MS; asOfMs < START_MS + 100; asOfMs += 1) await append(price('WHAT', 5n, asOfMs));
    expect(market.reads()).toBe(before + 1);
    await clock.pass(10_000);
    await append(price('WHAT', 5n, START_MS + 1_000));
    expect(market.reads()).toBe(before + 3);
  });

  it('notices within its interval that an instrument was halted', async () => {
    const { book, market, clock } = await setUp();
    await book.start();
    market.setStatus('ACME', 'halted');
    await clock.pass(10_000);
    expect(book.instrument('ACME')?.status).toBe('halted');
  });

  it('notices at once that an instrument was halted when it is told to look', async () => {
    const { book, market } = await setUp();
    await book.start();
    market.setStatus('ACME', 'halted');
    await book.reloadInstruments();
    expect(book.instrument('ACME')?.status).toBe('halted');
  });

  it('loads again when the log let go of prices that it had not seen', async () => {
    const { book, log, market, clock } = await setUp();
    await book.start();
    log.hint(false);
    const missed = price('ACME', 170n, START_MS + 1);
    await log.append(MARKET_DATA_TOPIC, [encodeTick(missed)]);
    market.put([missed]);
    for (const partition of [0, 1]) log.forget(partition, await log.end(MARKET_DATA_TOPIC, partition));
    await log.append(MARKET_DATA_TOPIC, [encodeTick(price('ACME', 169n, START_MS))]);
    await clock.pass(1_000);
    expect(book.price('ACME')).toEqual(missed);
  });

  it('keeps what it knows while the store and the log are down, and catches up', async () => {
    const { book, log, market, clock, meter, append } = await setUp();
    await book.start();
    log.fail(down);
    market.fail(down);
    await clock.pass(60_000);
    expect(book.price('ACME')).toBeDefined();
    expect(book.instruments()).toHaveLength(2);
    expect(meter.counted('price_book_read_failures_total')).toBe(6);
    log.fail(undefined);
    market.fail(undefined);
    await append(price('ACME', 160n, START_MS + 60_000));
    expect(book.price('ACME')?.priceMicros).toBe(160_000_000n);
  });

  it('does not start without its store', async () => {
    const { book, market } = await setUp();
    market.fail(down);
    await expect(book.start()).rejects.toBe(down);
  });

  it('tells how many prices it has and how old the oldest and the newest are', async () => {
    const { book, clock, meter, append } = await setUp();
    await book.start();
    await append(price('BOLT', 21n, START_MS));
    await clock.pass(10_000);
    expect(meter.gauged('price_book_prices')).toBe(2);
    expect(meter.gauged('price_book_oldest_age_seconds')).toBe(70);
    expect(meter.gauged('price_book_newest_age_seconds')).toBe(10);
  });

  it('stops following, and what it knows stays readable', async () => {
    const { book, clock, append, market } = await setUp();
    await book.start();
    await book.stop();
    await append(price('ACME', 199n));
    const reads = market.reads();
    await clock.pass(60_000);
    expect(market.reads()).toBe(reads);
    expect(book.price('ACME')?.priceMicros).toBe(150_000_000n);
  });
});
