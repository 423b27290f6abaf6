import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Price } from '@bourse/core/market/price.ts';
import { createPriceFanout } from '@bourse/application/stream/price-fanout.ts';
import { DEFAULT_STREAM_LIMITS } from '@bourse/application/stream/stream-limits.ts';
import type { StreamMessage } from '@bourse/application/stream/stream-message.ts';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import { readableMeter } from '../system/market/quiet-telemetry.ts';

const SYMBOLS = ['ACME', 'BOLT', 'CORK', 'DUNE'];
const LIMITS = { ...DEFAULT_STREAM_LIMITS, maxPricesOfMessage: 3, conflateAboveBytes: 10 };

function market() {
  const clock = createManualClock(1_000_000);
  const meter = readableMeter();
  const newest = new Map<string, Price>();
  const listeners = new Set<(price: Price) => void>();
  const prices = {
    price: (symbol: string) => newest.get(symbol),
    instruments: () =>
      SYMBOLS.map((symbol) => ({ symbol, name: symbol, exchange: '', sector: '', status: 'active' as const })),
    onPrice(listener: (price: Price) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const fanout = createPriceFanout({ prices, clock, meter }, LIMITS);
  return {
    clock,
    meter,
    newest,
    fanout,
    tick: (symbol: string, units: number) => {
      const price = { symbol, priceMicros: BigInt(units), source: 'test', asOfMs: clock.now() };
      newest.set(symbol, price);
      for (const listener of listeners) listener(price);
    },
  };
}

/** A client that shows the last price of each symbol that it was sent. */
function client() {
  const shown = new Map<string, bigint>();
  const messages: StreamMessage[] = [];
  let waiting = 0;
  return {
    shown,
    messages,
    wait(bytes: number) {
      waiting = bytes;
    },
    reader: {
      waitingBytes: () => waiting,
      send(message: StreamMessage) {
        messages.push(message);
        if (message.type !== 'update' || message.channel !== 'prices') throw new TypeError('no prices');
        expect(message.items.length).toBeLessThanOrEqual(LIMITS.maxPricesOfMessage);
        for (const { symbol, priceMicros } of message.items) shown.set(symbol, priceMicros);
      },
    },
  };
}

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('tick' as const), symbol: fc.constantFrom(...SYMBOLS) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 120 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('slow' as const), bytes: fc.constantFrom(0, 100) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('follow' as const),
      symbols: fc.option(fc.uniqueArray(fc.constantFrom(...SYMBOLS), { minLength: 1 })),
    }),
  },
);

describe('prices sent to many', () => {
  it('end with the newest of each symbol that is wanted, however slow the client and whatever it changes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const { clock, fanout, tick, newest } = market();
        const watcher = client();
        const subscription = fanout.subscribe(watcher.reader);
        let wanted: ReadonlySet<string> | null = null;
        subscription.follow(null);
        for (const [index, next] of steps.entries()) {
          if (next.do === 'tick') tick(next.symbol, index + 1);
          else if (next.do === 'pass') clock.advance(next.ms);
          else if (next.do === 'slow') watcher.wait(next.bytes);
          else {
            wanted = next.symbols === null ? null : new Set(next.symbols);
            subscription.follow(wanted);
          }
        }
        watcher.wait(0);
        clock.advance(200);
        for (const [symbol, { priceMicros }] of newest) {
          if (wanted === null || wanted.has(symbol)) expect(watcher.shown.get(symbol), symbol).toBe(priceMicros);
        }
        expect(clock.pending()).toBe(0);
      }),
    );
  });

  it('are the same message for all who want the same, and nothing for a slow one, which does not slow the others', () => {
    const { clock, fanout, tick, meter } = market();
    const [one, other, slow] = [client(), client(), client()];
    for (const { reader } of [one, other, slow]) fanout.subscribe(reader).follow(new Set(['ACME', 'BOLT']));
    slow.wait(11);
    for (let round = 0; round < 10; round += 1) {
      tick('ACME', round);
      tick('CORK', round);
      clock.advance(50);
    }
    expect(one.messages).toHaveLength(10);
    expect(other.messages.every((message, index) => message === one.messages[index])).toBe(true);
    expect(slow.messages).toHaveLength(0);
    expect(meter.read('stream_prices_conflated_total')).toBe(9);
    slow.wait(10);
    clock.advance(50);
    expect(slow.messages).toHaveLength(1);
    expect(slow.shown).toEqual(new Map([['ACME', 9n]]));
  });

  it('come at once after a quiet time, and then once in an interval', () => {
    const { clock, fanout, tick } = market();
    const watcher = client();
    fanout.subscribe(watcher.reader).follow(null);
    clock.advance(1_000);
    tick('ACME', 1);
    clock.advance(0);
    expect(watcher.messages).toHaveLength(1);
    tick('ACME', 2);
    clock.advance(49);
    expect(watcher.messages).toHaveLength(1);
    clock.advance(1);
    expect(watcher.messages).toHaveLength(2);
  });

  it('are not sent any more to who has left', () => {
    const { clock, fanout, tick } = market();
    const watcher = client();
    const subscription = fanout.subscribe(watcher.reader);
    subscription.follow(null);
    tick('ACME', 1);
    subscription.stop();
    clock.advance(100);
    expect(watcher.messages).toHaveLength(0);
  });
});
