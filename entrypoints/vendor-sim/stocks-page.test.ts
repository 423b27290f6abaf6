import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoInstruments } from './demo-instruments.ts';
import { createSimulatedMarket } from './simulated-market.ts';
import { stocksPage } from './stocks-page.ts';

const market = createSimulatedMarket(demoInstruments, 1, () => 0.5);
const token = (text: string): string => Buffer.from(text).toString('base64');

describe('a page of the catalogue', () => {
  it('goes on behind the symbol of its cursor', () => {
    const page = stocksPage(market, token('{"symbol": "CSCO"}'), 2);
    expect(page?.quotes.map(({ instrument }) => instrument.symbol)).toEqual(['CVX', 'DE']);
    expect(page?.nextToken).toBe(token('{"symbol":"DE"}'));
  });

  it('has no cursor at the end, also when it ends with a full page', () => {
    expect(stocksPage(market, null, 100)?.nextToken).toBeNull();
    expect(stocksPage(market, null, 99)?.nextToken).not.toBeNull();
  });

  it.each(['', 'rubbish', token('null'), token('{}'), token('{"symbol":5}'), token('{"symbol":"A","more":1}')])(
    'is none for the cursor "%s"',
    (cursor) => {
      expect(stocksPage(market, cursor, 10)).toBeUndefined();
    },
  );

  it('is walked to the end in pages of any size, each instrument once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), (pageSize) => {
        const symbols: string[] = [];
        let cursor: string | null = null;
        do {
          const page = stocksPage(market, cursor, pageSize);
          symbols.push(...(page?.quotes.map(({ instrument }) => instrument.symbol) ?? []));
          cursor = page?.nextToken ?? null;
        } while (cursor !== null);
        expect(symbols).toEqual(demoInstruments.map(({ symbol }) => symbol).toSorted());
      }),
    );
  });
});
