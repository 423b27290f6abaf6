import { describe, expect, it } from 'vitest';
import { decodeTick, encodeTick } from './tick-codec.ts';

const value = '{"v":1,"symbol":"ACME","price":"189.84","source":"feed","as_of":1760000000000}';
const price = { symbol: 'ACME', priceMicros: 189_840_000n, source: 'feed', asOfMs: 1_760_000_000_000 };

function decode(fields: Record<string, unknown>): unknown {
  return decodeTick({ key: 'ACME', value: JSON.stringify({ ...JSON.parse(value), ...fields }), headers: {} });
}

describe('a tick record', () => {
  it('is keyed by its symbol and written in one fixed way', () => {
    expect(encodeTick(price)).toEqual({ key: 'ACME', value, headers: {} });
  });

  it('is read as it was written', () => {
    expect(decodeTick({ key: 'ACME', value, headers: {} })).toEqual(price);
  });

  it('is read with fields of later versions of the writer left out', () => {
    expect(decode({ volume: 100 })).toEqual(price);
  });

  it.each([
    ['is no JSON', '{"v":1,'],
    ['is null', 'null'],
    ['is a list', '[]'],
    ['is a text', '"tick"'],
  ])('is not read when it %s', (_name, malformed) => {
    expect(() => decodeTick({ key: 'ACME', value: malformed, headers: {} })).toThrow(TypeError);
  });

  it.each([
    ['another version', { v: 2 }, RangeError],
    ['no version', { v: undefined }, RangeError],
    ['no symbol', { symbol: undefined }, TypeError],
    ['an empty symbol', { symbol: '' }, TypeError],
    ['the symbol of another key', { symbol: 'OTHER' }, RangeError],
    ['a number as price', { price: 189.84 }, TypeError],
    ['no price', { price: undefined }, TypeError],
    ['a price with an exponent', { price: '1e3' }, RangeError],
    ['a price of zero', { price: '0' }, RangeError],
    ['a negative price', { price: '-1' }, RangeError],
    ['a price finer than a millionth', { price: '1.0000001' }, RangeError],
    ['no source', { source: undefined }, TypeError],
    ['an empty source', { source: '' }, TypeError],
    ['a text as time', { as_of: '1760000000000' }, TypeError],
    ['a fraction as time', { as_of: 1.5 }, RangeError],
    ['a negative time', { as_of: -1 }, RangeError],
    ['a time beyond exact numbers', { as_of: 2 ** 53 }, RangeError],
  ])('is not read with %s', (_name, fields, kind) => {
    expect(() => decode(fields)).toThrow(kind);
  });
});
