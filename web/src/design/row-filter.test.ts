import { describe, expect, it } from 'vitest';
import { createRowFilter } from './row-filter.ts';
import type { TableColumn } from './table-column.ts';

interface Row {
  readonly symbol: string;
  readonly note: string;
}

const APPLE: Row = { symbol: 'AAPL', note: 'Buy now' };
const BOEING: Row = { symbol: 'BA', note: 'sell' };

function column(id: string, text: (row: Row) => string, isLive = false): TableColumn<Row> {
  return { id, header: id, width: '4rem', text, ...(isLive ? { isLive } : {}) };
}

const SYMBOL = column('symbol', ({ symbol }) => symbol);
const NOTE = column('note', ({ note }) => note);

describe('the filter of a table', () => {
  it('finds rows that have every word, in any column and any case', () => {
    const filter = createRowFilter([SYMBOL, NOTE]);
    expect(filter([APPLE, BOEING], ' buy  aap ')).toEqual([APPLE]);
    expect(filter([APPLE, BOEING], 'a')).toEqual([APPLE, BOEING]);
    expect(filter([APPLE, BOEING], 'aapl sell')).toEqual([]);
  });

  it('takes no word across two columns', () => {
    expect(createRowFilter([SYMBOL, NOTE])([APPLE], 'aaplbuy')).toEqual([]);
  });

  it('leaves the rows as they are without a word', () => {
    const rows = [APPLE];
    expect(createRowFilter([SYMBOL])(rows, '  ')).toBe(rows);
  });

  it('makes the texts of a row once, and those of live columns each time', () => {
    let made = 0;
    let price = '190';
    const counted = column('symbol', ({ symbol }) => {
      made += 1;
      return symbol;
    });
    const filter = createRowFilter([counted, column('price', () => price, true)]);
    expect(filter([APPLE], 'aapl 190')).toEqual([APPLE]);
    price = '191';
    expect(filter([APPLE], 'aapl 190')).toEqual([]);
    expect(filter([APPLE], 'aapl 191')).toEqual([APPLE]);
    expect(made).toBe(1);
  });
});
