import { describe, expect, it } from 'vitest';
import { createSeededRandom } from './seeded-random.ts';
import { drawCallFault, priceSent, readFaults } from './vendor-faults.ts';
import type { VendorFaults } from './vendor-faults.ts';

describe('ordering faults', () => {
  it('takes any of them, and none', () => {
    expect(readFaults({})).toEqual({});
    const latencyMs = { distribution: 'log-normal', medianMs: 80, p99Ms: 2_000 } as const;
    expect(readFaults({ latencyMs, duplicatePageRate: 1, missingPageRate: 1 })).toMatchObject({ latencyMs });
    expect(readFaults({ errorRate: 0.5, badPrices: ['zero'], latencyMs: 10 })).toMatchObject({ errorRate: 0.5 });
  });

  it.each([
    [null],
    [{ errorRate: 1.1 }],
    [{ errorRate: -0.1 }],
    [{ errorRate: '1' }],
    [{ badPrices: [] }],
    [{ badPrices: ['odd'] }],
    [{ latencyMs: -1 }],
    [{ latencyMs: 0.5 }],
    [{ latencyMs: { distribution: 'uniform', minMs: 1 } }],
    [{ latencyMs: { distribution: 'log-normal', medianMs: 0, p99Ms: 1 } }],
    [{ latencyMs: { distribution: 'odd', meanMs: 1 } }],
    [{ unknown: 1 }],
  ])('refuses %j', (value) => {
    expect(readFaults(value)).toBeUndefined();
  });
});

describe('the faults of calls', () => {
  it('never happen when none is ordered', () => {
    const random = createSeededRandom(1);
    for (let call = 0; call < 1_000; call += 1) expect(drawCallFault({}, random)).toBe('none');
  });

  it('happen as often as ordered, and what is left over is answered properly', () => {
    const random = createSeededRandom(5);
    const ordered: VendorFaults = {
      errorRate: 0.2,
      hangRate: 0.1,
      truncatedRate: 0.1,
      wrongShapeRate: 0.1,
      cutRate: 0.1,
    };
    const drawn = Array.from({ length: 10_000 }, () => drawCallFault(ordered, random));
    const share = (fault: string): number => drawn.filter((one) => one === fault).length / drawn.length;
    expect(share('error')).toBeCloseTo(0.2, 1);
    expect(share('hang')).toBeCloseTo(0.1, 1);
    expect(share('truncated')).toBeCloseTo(0.1, 1);
    expect(share('wrong-shape')).toBeCloseTo(0.1, 1);
    expect(share('cut')).toBeCloseTo(0.1, 1);
    expect(share('rate-limit')).toBe(0);
    expect(share('none')).toBeCloseTo(0.4, 1);
  });

  it('happen on every call at a rate of 1', () => {
    const random = createSeededRandom(2);
    for (let call = 0; call < 1_000; call += 1) expect(drawCallFault({ rateLimitRate: 1 }, random)).toBe('rate-limit');
  });
});

describe('the price that is sent', () => {
  const random = () => 0;

  it('is the number that was meant when nothing else is ordered', () => {
    expect(priceSent('189.84', {}, random)).toBe(189.84);
  });

  it.each([
    ['zero', 0],
    ['negative', -189.84],
    ['absent', undefined],
    ['not-a-number', 'n/a'],
    ['jump', 189_840],
  ] as const)('is %s when that is ordered', (kind, sent) => {
    expect(priceSent('189.84', { badPriceRate: 1, badPrices: [kind] }, random)).toBe(sent);
  });

  it('is bad as often as ordered, in every way when none is named', () => {
    const drawing = createSeededRandom(3);
    const sent = Array.from({ length: 10_000 }, () => priceSent('189.84', { badPriceRate: 0.3 }, drawing));
    expect(sent.filter((price) => price === 189.84).length / sent.length).toBeCloseTo(0.7, 1);
    expect(new Set(sent)).toEqual(new Set([189.84, 0, -189.84, undefined, 'n/a', 189_840]));
  });
});
