import { describe, expect, it } from 'vitest';
import { demoInstruments } from './demo-instruments.ts';
import { createSeededRandom } from './seeded-random.ts';
import { createSimulatedMarket } from './simulated-market.ts';

function market(seed = 1, movesPerStep = 20) {
  return createSimulatedMarket(demoInstruments, movesPerStep, createSeededRandom(seed));
}

function prices(seed: number, steps: number): readonly string[] {
  const moving = market(seed);
  for (let step = 0; step < steps; step += 1) moving.step();
  return moving.after(null).map(({ price }) => price);
}

describe('the simulated market', () => {
  it('begins at the first prices of its instruments, in the order of their symbols', () => {
    const quotes = market().after(null);
    const symbols = quotes.map(({ instrument }) => instrument.symbol);
    expect(symbols).toEqual(symbols.toSorted());
    for (const { instrument, price } of quotes) expect(Number(price) * 100).toBeCloseTo(instrument.startCents, 6);
  });

  it('moves the same way for the same seed', () => {
    expect(prices(7, 200)).toEqual(prices(7, 200));
    expect(prices(7, 200)).not.toEqual(prices(8, 200));
  });

  it('moves some instruments at each step, and each of those to another price', () => {
    const moving = market();
    let before = new Map(moving.after(null).map(({ instrument, price }) => [instrument.symbol, price]));
    for (let step = 0; step < 100; step += 1) {
      const moved = moving.step();
      expect(moved.length).toBeGreaterThan(5);
      expect(moved.length).toBeLessThanOrEqual(20);
      for (const { instrument, price } of moved) expect(price).not.toBe(before.get(instrument.symbol));
      before = new Map(moving.after(null).map(({ instrument, price }) => [instrument.symbol, price]));
    }
  });

  it('stays within a fifth of where it began through a day of steps, in whole cents', () => {
    const moving = market(3, 100);
    for (let step = 0; step < 50_000; step += 1) moving.step();
    for (const { instrument, price } of moving.after(null)) {
      const { startCents, symbol } = instrument;
      expect(price, symbol).toMatch(/^\d+\.\d{2}$/);
      expect(Number(price) * 100, symbol).toBeGreaterThan(startCents * 0.8);
      expect(Number(price) * 100, symbol).toBeLessThan(startCents * 1.2);
    }
  });

  it('never falls to zero, however cheap an instrument is', () => {
    const penny = { symbol: 'PENNY', name: 'Penny', exchange: 'XNAS', sector: 'Energy', startCents: 1 };
    const moving = createSimulatedMarket([penny], 1, createSeededRandom(1));
    for (let step = 0; step < 1_000; step += 1) {
      for (const { price } of moving.step()) expect(Number(price)).toBeGreaterThan(0);
    }
  });

  it('keeps a price that is set exactly as it was written, and moves on from there', () => {
    const moving = market(1, 1_000);
    expect(moving.setPrice('AAPL', '250.123456')?.price).toBe('250.123456');
    expect(moving.after('AAOO')[0]?.price).toBe('250.123456');
    moving.step();
    const [apple] = moving.after('AAOO');
    expect(Number(apple?.price)).toBeGreaterThan(240);
    expect(Number(apple?.price)).toBeLessThan(260);
  });

  it('refuses a price that is not positive, and knows no other symbols', () => {
    const moving = market();
    for (const price of ['0', '0.00', '-1', 'n/a', '1e3', '']) {
      expect(() => moving.setPrice('AAPL', price), price).toThrow(RangeError);
    }
    expect(moving.setPrice('WHAT', '1')).toBeUndefined();
  });

  it('answers what lies behind a symbol, also one that it does not have', () => {
    const all = market().after(null);
    expect(market().after('CSCO')[0]?.instrument.symbol).toBe('CVX');
    expect(market().after('CSCP')[0]?.instrument.symbol).toBe('CVX');
    expect(market().after(all.at(-1)?.instrument.symbol ?? '')).toEqual([]);
  });
});

describe('the instruments of the demo', () => {
  it('are a hundred, each symbol once, of all eleven sectors and both exchanges', () => {
    expect(new Set(demoInstruments.map(({ symbol }) => symbol)).size).toBe(100);
    expect(new Set(demoInstruments.map(({ sector }) => sector)).size).toBe(11);
    expect(new Set(demoInstruments.map(({ exchange }) => exchange))).toEqual(new Set(['XNAS', 'XNYS']));
    for (const { name, startCents } of demoInstruments) {
      expect(name).not.toBe('');
      expect(startCents).toBeGreaterThanOrEqual(1_000);
    }
  });
});
