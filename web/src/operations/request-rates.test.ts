import { describe, expect, it } from 'vitest';
import { rateText, routeRates, sampleOf, totalRates, withSample } from './request-rates.ts';

const route = (requests: number, serverErrors = 0) => ({
  ...{ method: 'GET', route: '/a', requests, client_errors: 0, server_errors: serverErrors, mean_ms: 1, p99_ms: 5 },
});
const sample = (second: number, requests: number, { member = 'one', serverErrors = 0 } = {}) =>
  sampleOf({
    at: new Date(second * 1_000).toISOString(),
    process: { member },
    routes: [route(requests, serverErrors), { ...route(1), route: '/b' }],
  });

describe('rates of requests', () => {
  it('are what was counted between the oldest and the newest sample', () => {
    const samples = withSample(withSample(withSample([], sample(0, 100)), sample(2, 130)), sample(4, 180));
    expect(routeRates([route(180)], samples)[0]?.perSecond).toBe(20);
    expect(totalRates(samples).requests).toBe(20);
  });

  it('are not known from a single sample', () => {
    const samples = withSample([], sample(0, 100));
    expect(routeRates([route(100)], samples)[0]?.perSecond).toBeNull();
    expect(totalRates(samples)).toEqual({ requests: null, serverErrors: null });
  });

  it('forget what is older than half a minute', () => {
    const samples = withSample(withSample(withSample([], sample(0, 0)), sample(20, 1_000)), sample(40, 1_200));
    expect(totalRates(samples).requests).toBe(10);
  });

  it('begin anew when another process answers: its counts are its own', () => {
    const samples = withSample(withSample([], sample(0, 5_000)), sample(2, 10, { member: 'other' }));
    expect(totalRates(samples).requests).toBeNull();
  });

  it('count errors of ours', () => {
    const samples = withSample(withSample([], sample(0, 0)), sample(2, 10, { serverErrors: 4 }));
    expect(totalRates(samples).serverErrors).toBe(2);
  });

  it('are written with a fraction where they are small', () => {
    expect([rateText(0), rateText(0.25), rateText(9.96), rateText(1_234.5)]).toEqual(['0.0', '0.3', '10.0', '1235']);
  });
});
