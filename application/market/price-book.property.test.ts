import type { Price } from '@bourse/core/market/price.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '../ports/fault.ts';
import { fakeLog, fakeLogger, fakeMarketStore, fakeMeter, manualClock, settle } from './market-fakes.ts';
import { createPriceBook } from './price-book.ts';
import { encodeTick, MARKET_DATA_TOPIC } from './tick-codec.ts';

const symbols = ['ACME', 'BOLT', 'CORE', 'DUST', 'EDGE'];

/** Symbols of the three partitions. */
const closers = ['XXXX', 'YYYY', 'ZZZZ'];

const price = fc.record({
  symbol: fc.constantFrom(...symbols),
  priceMicros: fc.bigInt({ min: 1n, max: 1_000_000_000n }),
  source: fc.constantFrom('vendor', 'feed'),
  asOfMs: fc.nat(20),
});

/** What happens around a book: prices come, the log stops telling, fails, works again, forgets, time passes. */
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('append' as const), prices: fc.array(price, { maxLength: 5 }) }),
  },
  fc.record({ do: fc.constant('hint' as const), told: fc.boolean() }),
  fc.record({ do: fc.constant('fail' as const), failing: fc.boolean() }),
  fc.record({ do: fc.constant('forget' as const) }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.nat(3_000) }),
);

describe('the price book', () => {
  it('ends with the newest price of every symbol, whatever happened on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.nat(40), async (steps, startAt) => {
        const clock = manualClock();
        const log = fakeLog(3);
        const market = fakeMarketStore();
        const book = createPriceBook(
          { log, market, clock, meter: fakeMeter(), logger: fakeLogger() },
          { rewindRecords: 0 },
        );
        const newest = new Map<string, Price>();
        let failing = false;
        let started = false;

        for (const [index, one] of steps.entries()) {
          if (index >= startAt && !started && !failing) {
            await book.start();
            started = true;
          }
          switch (one.do) {
            case 'append':
              if (failing) break;
              for (const added of one.prices) {
                if (added.asOfMs >= (newest.get(added.symbol)?.asOfMs ?? 0)) newest.set(added.symbol, added);
              }
              // The processor of the topic stores prices; here it is always in time.
              market.put([...newest.values()]);
              await log.append(MARKET_DATA_TOPIC, one.prices.map(encodeTick));
              break;
            case 'hint':
              log.hint(one.told);
              break;
            case 'fail':
              failing = one.failing;
              log.fail(failing ? new Fault('unavailable', 'down') : undefined);
              break;
            case 'forget':
              if (failing) break;
              for (const partition of [0, 1, 2]) log.forget(partition, await log.end(MARKET_DATA_TOPIC, partition));
              break;
            case 'pass':
              await clock.pass(one.ms);
              break;
          }
          await settle();
        }

        log.fail(undefined);
        if (!started) await book.start();
        // One more record in each partition: only that shows what the log let go of.
        const closing = closers.map((symbol) => ({ symbol, priceMicros: 1n, source: 'feed', asOfMs: 0 }));
        await log.append(MARKET_DATA_TOPIC, closing.map(encodeTick));
        await clock.pass(1_000);
        for (const symbol of symbols) expect(book.price(symbol)).toEqual(newest.get(symbol));
        await book.stop();
      }),
      { numRuns: 200 },
    );
  });
});
