import { describe, expect, it } from 'vitest';
import { readPage, readTick } from './vendor-codec.ts';

const NOW = Date.parse('2026-03-02T12:00:00.000Z');
const csco = { symbol: 'CSCO', name: 'Cisco Systems', exchange: 'XNAS', sector: 'Information Technology', price: 59.2 };

function page(items: unknown[], nextToken?: unknown): string {
  return JSON.stringify({ status: 'success', data: { items, nextToken } });
}

function only(item: unknown) {
  return readPage(page([item]), NOW)?.page.quotes[0];
}

describe('a page of the vendor', () => {
  it('is read with its quotes and the cursor behind it', () => {
    expect(readPage(page([csco], 'eyJzeW1ib2wiOiJDU0NPIn0='), NOW)).toEqual({
      page: {
        quotes: [
          {
            symbol: 'CSCO',
            name: 'Cisco Systems',
            exchange: 'XNAS',
            sector: 'Information Technology',
            priceMicros: 59_200_000n,
            asOfMs: NOW,
          },
        ],
        nextToken: 'eyJzeW1ib2wiOiJDU0NPIn0=',
      },
      nameless: 0,
    });
  });

  it.each([
    ['null', null],
    ['left out', undefined],
  ])('is the last one when its cursor is %s', (_name, nextToken) => {
    expect(readPage(page([csco], nextToken), NOW)?.page.nextToken).toBeNull();
  });

  it.each([
    ['no JSON', '<html>'],
    ['truncated', page([csco]).slice(0, 60)],
    ['null', 'null'],
    ['a list', '[]'],
    ['without data', '{"status":"success"}'],
    ['without items', '{"status":"success","data":{}}'],
    ['with items that are no list', '{"status":"success","data":{"items":{}}}'],
    ['with a number as cursor', page([], 5)],
    ['with an empty cursor', page([], '')],
    ['larger than is taken', page(Array.from({ length: 10_001 }, () => csco))],
  ])('is refused as a whole when it is %s', (_name, body) => {
    expect(readPage(body, NOW)).toBeUndefined();
  });

  it('loses only the items that name no instrument, and tells how many', () => {
    const nameless = [null, 5, 'CSCO', [], {}, { symbol: 5 }, { symbol: '' }, { symbol: 'a b' }, { symbol: '\u0000' }];
    const read = readPage(page([...nameless, csco]), NOW);
    expect(read?.page.quotes.map(({ symbol }) => symbol)).toEqual(['CSCO']);
    expect(read?.nameless).toBe(nameless.length);
  });

  it.each([
    ['absent', undefined],
    ['null', null],
    ['a word', 'n/a'],
    ['an object', {}],
  ])('keeps an item whose price is %s, without a price', (_name, price) => {
    expect(only({ ...csco, price })).toMatchObject({ symbol: 'CSCO', priceMicros: null });
  });

  it('makes the best of an item whose description is bad', () => {
    expect(only({ symbol: 'CSCO', name: 5, exchange: null, sector: 'x'.repeat(201), price: '59.20' })).toEqual({
      symbol: 'CSCO',
      name: 'CSCO',
      exchange: '',
      sector: '',
      priceMicros: 59_200_000n,
      asOfMs: NOW,
    });
  });

  it('takes the time that an item gives, as a text or a number', () => {
    expect(only({ ...csco, asOf: '2026-03-02T11:59:00Z' })?.asOfMs).toBe(NOW - 60_000);
    expect(only({ ...csco, asOf: NOW - 5 })?.asOfMs).toBe(NOW - 5);
  });

  it.each([
    ['in the future', '2027-01-01T00:00:00Z'],
    ['in the future as a number', NOW + 1],
    ['no time', 'yesterday'],
    ['negative', -1],
    ['a fraction', 1.5],
    ['an object', {}],
  ])('takes the present for a time that is %s', (_name, asOf) => {
    expect(only({ ...csco, asOf })?.asOfMs).toBe(NOW);
  });
});

describe('a tick of the vendor', () => {
  it('is read from its line', () => {
    expect(readTick('{"symbol":"CSCO","price":59.21,"asOf":"2026-03-02T11:59:59.500Z"}', NOW)).toEqual({
      symbol: 'CSCO',
      priceMicros: 59_210_000n,
      asOfMs: NOW - 500,
    });
  });

  it('is read without a price when that is bad, so that it is counted where prices are judged', () => {
    expect(readTick('{"symbol":"CSCO","price":"n/a"}', NOW)).toMatchObject({ priceMicros: null });
  });

  it.each(['', '{', 'null', '[]', '{"price":1}', '{"symbol":"a b","price":1}'])('is none as the line %s', (line) => {
    expect(readTick(line, NOW)).toBeUndefined();
  });
});
