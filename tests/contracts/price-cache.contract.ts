import type { PriceCache } from '@bourse/application/ports/price-cache.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';
import { until } from '../support/until.ts';

/** Several processes of one platform that share an empty cache; of an adapter for one process alone, the same one again. */
export type OpenPriceCaches = (processes: number, wholeMs: number) => Promise<readonly PriceCache[]>;

const HOUR_MS = 3_600_000;
const NOW_MS = 1_790_000_000_000;

function price(symbol: string, micros: bigint, asOfMs = NOW_MS, source = 'feed'): Price {
  return { symbol, priceMicros: micros, source, asOfMs };
}

const bySymbol = (prices: readonly Price[] | null): readonly Price[] | undefined =>
  prices?.toSorted((one, other) => (one.symbol < other.symbol ? -1 : 1));

/** What every adapter of PriceCache must do. */
export function priceCacheContract(adapter: string, open: OpenPriceCaches): void {
  contractSuite('PriceCache', adapter, () => {
    it('has nothing until it is filled, also when prices were put in', async () => {
      const [cache] = (await open(1, HOUR_MS)) as [PriceCache];
      expect(await cache.prices()).toBeNull();
      expect(await cache.put([price('ACME', 1n)])).toBe(true);
      expect(await cache.prices()).toBeNull();
    });

    it('has all that it was filled with and what was put in before and after, for all processes', async () => {
      const [one, other] = (await open(2, HOUR_MS)) as [PriceCache, PriceCache];
      await one.put([price('BEFORE', 1n)]);
      expect(await one.fill([price('ACME', 2n), price('BOLT', 3n)])).toBe(true);
      await other.put([price('AFTER', 4n), price('BOLT', 5n, NOW_MS + 1)]);
      for (const cache of [one, other]) {
        expect(bySymbol(await cache.prices())).toEqual([
          price('ACME', 2n),
          price('AFTER', 4n),
          price('BEFORE', 1n),
          price('BOLT', 5n, NOW_MS + 1),
        ]);
      }
    });

    it('is whole with nothing in it where the store has nothing', async () => {
      const [cache] = (await open(1, HOUR_MS)) as [PriceCache];
      expect(await cache.fill([])).toBe(true);
      expect(await cache.prices()).toEqual([]);
    });

    it('gives back every price as it was, with its source and its time', async () => {
      const [cache] = (await open(1, HOUR_MS)) as [PriceCache];
      const prices = [
        price('A', 0n, 0, ''),
        price('BRK.B "株"', 9_223_372_036_854_775_807n, 253_402_300_799_999, 'a feed\nof 2 lines, "株" '),
        price('__proto__', 7n),
      ];
      await cache.fill(prices);
      expect(bySymbol(await cache.prices())).toEqual(bySymbol(prices));
    });

    it('keeps the newest of a symbol, and of two from one moment the one that came later', async () => {
      const [cache] = (await open(1, HOUR_MS)) as [PriceCache];
      await cache.put([price('ACME', 3n, NOW_MS + 9)]);
      // What was read from the store before that was stored.
      await cache.fill([price('ACME', 1n, NOW_MS), price('BOLT', 1n)]);
      await cache.put([price('ACME', 2n, NOW_MS + 8), price('BOLT', 2n)]);
      expect(bySymbol(await cache.prices())).toEqual([price('ACME', 3n, NOW_MS + 9), price('BOLT', 2n)]);
    });

    it('takes many at once', async () => {
      const [cache] = (await open(1, HOUR_MS)) as [PriceCache];
      const many = Array.from({ length: 2_500 }, (_, index) => price(`S${1_000 + index}`, BigInt(index)));
      await cache.fill(many);
      await cache.put(many.map((each) => ({ ...each, priceMicros: each.priceMicros + 1n })));
      const found = bySymbol(await cache.prices());
      expect(found).toEqual(bySymbol(many.map((each) => ({ ...each, priceMicros: each.priceMicros + 1n }))));
    });

    it('is not whole any more when its time has passed, until it is filled again; what is put in does not lengthen it', async () => {
      const [cache] = (await open(1, 300)) as [PriceCache];
      await cache.fill([price('ACME', 1n)]);
      await until('its time to pass', async () => {
        await cache.put([price('BOLT', 2n)]);
        return (await cache.prices()) === null;
      });
      await cache.fill([price('ACME', 1n)]);
      // A slow machine may see it pass again.
      await until('it to be whole', async () => {
        await cache.fill([]);
        return bySymbol(await cache.prices())?.length === 2;
      });
    });
  });
}
