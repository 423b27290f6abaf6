import { describe, expect, it } from 'vitest';
import { trafficCounter } from './vendor-traffic.ts';

describe('counting traffic', () => {
  it('finds the most calls under way, each ended once', () => {
    const counter = trafficCounter(() => 0);
    const [first, second] = [counter.begin(), counter.begin()];
    first();
    first();
    counter.begin();
    second();
    expect(counter.read()).toMatchObject({ calls: 3, mostInFlight: 2 });
  });

  it('finds the fullest second, wherever it begins', () => {
    let nowMs = 0;
    const counter = trafficCounter(() => nowMs);
    for (const at of [0, 600, 900, 1_000, 1_599, 1_600, 5_000]) {
      nowMs = at;
      counter.begin();
    }
    expect(counter.read().mostPerSecond).toBe(4);
  });
});
