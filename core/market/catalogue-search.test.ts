import { describe, expect, it } from 'vitest';
import { createCatalogueSearch } from './catalogue-search.ts';

const CATALOGUE = [
  ['XCAT', 'Feline Holdings', 'Industrials'],
  ['CAT', 'Caterpillar', 'Industrials'],
  ['CATY', 'Cathay General', 'Financials'],
  ['ZCO', 'Catalent', 'Health Care'],
  ['ACO', 'Delicate Foods', 'Staples'],
  ['BCO', 'Brinks', 'Cat Food'],
  ['MSFT', 'Microsoft', 'Software'],
] as const;

const search = createCatalogueSearch(
  CATALOGUE.map(([symbol, name, sector]) => ({ symbol, name, sector, exchange: 'XNAS' })),
);
const found = (text: string | null, sector: string | null = null) =>
  search({ text, sector }).map(({ symbol }) => symbol);

describe('a search of the catalogue', () => {
  it('answers the best first: symbol, beginning of symbol, beginning of name, inside of name, inside of symbol, sector', () => {
    expect(found('cat')).toEqual(['CAT', 'CATY', 'ZCO', 'ACO', 'XCAT', 'BCO']);
  });

  it('does not mind case', () => {
    expect(found('MICROsoft')).toEqual(['MSFT']);
    expect(found(null, 'INDUSTRIALS')).toEqual(['CAT', 'XCAT']);
  });

  it('answers everything by symbol when nothing is looked for', () => {
    expect(found(null)).toEqual(['ACO', 'BCO', 'CAT', 'CATY', 'MSFT', 'XCAT', 'ZCO']);
  });

  it('takes only the whole name of a sector, and both conditions together', () => {
    expect(found(null, 'Industrial')).toEqual([]);
    expect(found('cat', 'Industrials')).toEqual(['CAT', 'XCAT']);
  });

  it('answers nothing when nothing fits', () => {
    expect(found('tac')).toEqual([]);
    expect(createCatalogueSearch([])({ text: null, sector: null })).toEqual([]);
  });
});
