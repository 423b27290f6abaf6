import type { Price } from '@bourse/core/market/price.ts';
import { describe, expect, it } from 'vitest';
import type { Broadcast, BroadcastListener } from '../ports/broadcast.ts';
import { Fault } from '../ports/fault.ts';
import {
  fakeLog,
  fakeLogger,
  fakeMarketStore,
  fakeMeter,
  fakePriceCache,
  manualClock,
  settle,
} from './market-fakes.ts';
import { createPriceBook } from './price-book.ts';
import { createPriceTeller, createToldPriceNews } from './told-prices.ts';
import { decodePrices, encodePrices } from './told-prices-codec.ts';

const START_MS = 1_000_000;
const EVERY_MS = 5_000;
const CUT_OFF_EVERY_MS = 1_000;

function price(symbol: string, units: bigint, asOfMs = START_MS): Price {
  return { symbol, priceMicros: units * 1_000_000n, source: 'feed', asOfMs };
}

/** A broadcast whose tellings end when the test says so. */
function heldBroadcast() {
  const texts: string[] = [];
  const listeners = new Set<BroadcastListener>();
  const waiting: ((told: boolean) => void)[] = [];
  let connected = true;
  const broadcast: Broadcast = {
    tell: (_channel, text) =>
      new Promise((resolve) => {
        texts.push(text);
        if (connected) for (const listener of listeners) listener.onText(text);
        waiting.push(resolve);
      }),
    hear(_channel, listener) {
      listeners.add(listener);
      if (connected) listener.onJoined();
      return () => void listeners.delete(listener);
    },
    connected: () => connected,
  };
  return {
    broadcast,
    texts,
    finish: () => waiting.shift()?.(connected),
    say: (text: string) => {
      for (const listener of listeners) listener.onText(text);
    },
    set: (next: boolean) => {
      const back = next && !connected;
      connected = next;
      if (back) for (const listener of listeners) listener.onJoined();
    },
  };
}

describe('the teller of prices', () => {
  it('sends at once, and while that is under way keeps only the newest of each symbol', async () => {
    const { broadcast, texts, finish } = heldBroadcast();
    const cache = fakePriceCache();
    const teller = createPriceTeller({ broadcast, cache, meter: fakeMeter() });
    teller.tell([price('ACME', 1n)]);
    teller.tell([price('ACME', 2n), price('BOLT', 7n)]);
    teller.tell([price('ACME', 4n, START_MS + 1), price('ACME', 3n, START_MS)]);
    expect(texts.map(decodePrices)).toEqual([[price('ACME', 1n)]]);
    finish();
    await settle();
    expect(texts.slice(1).map(decodePrices)).toEqual([[price('ACME', 4n, START_MS + 1), price('BOLT', 7n)]]);
    // The same is kept for those who start or were not told.
    expect(cache.taken).toEqual(texts.flatMap(decodePrices));
  });
});

describe('prices as they are told', () => {
  it('are read as they were written', () => {
    const prices = [price('ACME', 9_000_000_000_000n), { ...price('B "株"', 0n), source: '' }];
    expect(decodePrices(encodePrices(prices))).toEqual(prices);
  });

  it.each(['', '{}', '[1]', '[["A","1.5","feed",1]]', '[["A","1","feed",1.5]]', '[["A",1,"feed",1]]'])(
    'are not %j',
    (text) => {
      expect(() => decodePrices(text)).toThrow();
    },
  );
});

describe('a price book that is told', () => {
  async function setUp() {
    const clock = manualClock(START_MS);
    const market = fakeMarketStore();
    const held = heldBroadcast();
    const meter = fakeMeter();
    const ports = { clock, meter, logger: fakeLogger() };
    market.put([price('ACME', 100n)]);
    const news = createToldPriceNews(
      { ...ports, broadcast: held.broadcast },
      { everyMs: EVERY_MS, cutOffEveryMs: CUT_OFF_EVERY_MS },
    );
    const book = createPriceBook({ ...ports, log: fakeLog(), market, news });
    await book.start();
    return { ...held, book, clock, market };
  }

  it('knows what is stored, and each newer price that it is told', async () => {
    const { book, say } = await setUp();
    expect(book.price('ACME')).toEqual(price('ACME', 100n));
    say(encodePrices([price('ACME', 101n, START_MS + 1), price('BOLT', 5n)]));
    say('what is this');
    say(encodePrices([price('ACME', 99n, START_MS - 1)]));
    expect([book.price('ACME'), book.price('BOLT')]).toEqual([price('ACME', 101n, START_MS + 1), price('BOLT', 5n)]);
    await book.stop();
  });

  it('reads what is stored every second while nobody can be heard, and at once when that is over', async () => {
    const { book, set, market, clock } = await setUp();
    set(false);
    // It sleeps for as long as it was going to when it could still hear.
    await clock.pass(EVERY_MS);
    market.put([price('ACME', 102n, START_MS + 1)]);
    await clock.pass(CUT_OFF_EVERY_MS);
    expect(book.price('ACME')).toEqual(price('ACME', 102n, START_MS + 1));
    market.put([price('ACME', 103n, START_MS + 2)]);
    set(true);
    await settle();
    expect(book.price('ACME')).toEqual(price('ACME', 103n, START_MS + 2));
    await book.stop();
  });

  it('finds what was lost without anybody noticing, within seconds', async () => {
    const { book, market, clock } = await setUp();
    market.put([price('ACME', 102n, START_MS + 1)]);
    await clock.pass(EVERY_MS);
    expect(book.price('ACME')).toEqual(price('ACME', 102n, START_MS + 1));
    await book.stop();
  });

  it('keeps what it knows while nothing can be read', async () => {
    const { book, market, clock } = await setUp();
    market.fail(new Fault('unavailable', 'down'));
    await clock.pass(EVERY_MS);
    expect(book.price('ACME')).toEqual(price('ACME', 100n));
    await book.stop();
  });
});
