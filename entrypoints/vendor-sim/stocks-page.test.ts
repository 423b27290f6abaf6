import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoInstruments } from './demo-instruments.ts';
import { createSimulatedMarket } from './simulated-market.ts';
import { stocksPage } from './stocks-page.ts';
import type { StocksPage } from './stocks-page.ts';

const market = createSimulatedMarket(demoInstruments, 1, () => 0.5);
const token = (text: string): string => Buffer.from(text).toString('base64');

describe('a page of the catalogue', () => {
  it('goes on behind the symbol of its cursor', () => {
    const page = stocksPage(market, token('{"symbol": "CSCO"}'), { pageSize: 2 });
    expect(page?.quotes.map(({ instrument }) => instrument.symbol)).toEqual(['CVX', 'DE']);
    expect(page?.nextToken).toBe(token('{"symbol":"DE"}'));
  });

  it('has no cursor at the end, also when it ends with a full page', () => {
    expect(stocksPage(market, null, { pageSize: 100 })?.nextToken).toBeNull();
    expect(stocksPage(market, null, { pageSize: 99 })?.nextToken).not.toBeNull();
  });

  it.each(['', 'rubbish', token('null'), token('{}'), token('{"symbol":5}'), token('{"symbol":"A","more":1}')])(
    'is none for the cursor "%s"',
    (cursor) => {
      expect(stocksPage(market, cursor, { pageSize: 10 })).toBeUndefined();
    },
  );

  it('is walked to the end in pages of any size, each instrument once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), (pageSize) => {
        const symbols: string[] = [];
        let cursor: string | null = null;
        do {
          const page = stocksPage(market, cursor, { pageSize });
          symbols.push(...(page?.quotes.map(({ instrument }) => instrument.symbol) ?? []));
          cursor = page?.nextToken ?? null;
        } while (cursor !== null);
        expect(symbols).toEqual(demoInstruments.map(({ symbol }) => symbol).toSorted());
      }),
    );
  });

  const symbolsOf = (page: StocksPage | undefined) => page?.quotes.map(({ instrument }) => instrument.symbol);

  it('is that before its cursor when it is sent twice, and leads to where it was asked for', () => {
    const first = stocksPage(market, null, { pageSize: 3 });
    const second = first?.nextToken ?? '';
    const duplicate = stocksPage(market, second, { pageSize: 3, flaw: 'duplicate-page' });
    expect(symbolsOf(duplicate)).toEqual(symbolsOf(first));
    expect(duplicate?.nextToken).toBe(second);
    expect(stocksPage(market, null, { pageSize: 3, flaw: 'duplicate-page' })).toEqual(first);
  });

  it('leads past the next page when that goes missing, or to the end', () => {
    const page = stocksPage(market, null, { pageSize: 3, flaw: 'missing-page' });
    const third = stocksPage(market, page?.nextToken ?? '', { pageSize: 3 });
    const all = demoInstruments.map(({ symbol }) => symbol).toSorted();
    expect([...(symbolsOf(page) ?? []), ...(symbolsOf(third) ?? [])]).toEqual([...all.slice(0, 3), ...all.slice(6, 9)]);
    expect(stocksPage(market, null, { pageSize: 50, flaw: 'missing-page' })?.nextToken).toBeNull();
  });
});
