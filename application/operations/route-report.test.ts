import { describe, expect, it } from 'vitest';
import type { DurationFigures } from '../ports/telemetry.ts';
import { routeReports } from './route-report.ts';

function figures(route: string, status: string, fast: number, all: number): DurationFigures {
  const buckets = [
    { upToSeconds: 0.01, count: fast },
    { upToSeconds: 0.5, count: all },
  ];
  return { labels: { method: 'GET', route, status }, count: all, seconds: all * 0.02, buckets };
}

describe('the report on routes', () => {
  it('adds up the statuses of a route, and counts errors of the caller apart from our own', () => {
    const [report] = routeReports([
      figures('/a', '200', 90, 90),
      figures('/a', '404', 6, 6),
      figures('/a', '503', 4, 4),
    ]);
    expect(report).toEqual({
      method: 'GET',
      route: '/a',
      requests: 100,
      clientErrors: 6,
      serverErrors: 4,
      meanMs: 20,
      p99Ms: 10,
    });
  });

  it('tells the bound that 99 of a hundred stay below, over all statuses', () => {
    expect(routeReports([figures('/a', '200', 99, 100)])[0]?.p99Ms).toBe(10);
    expect(routeReports([figures('/a', '200', 98, 100)])[0]?.p99Ms).toBe(500);
    expect(routeReports([figures('/a', '200', 60, 60), figures('/a', '500', 38, 40)])[0]?.p99Ms).toBe(500);
  });

  it('says so when that is beyond the last bound', () => {
    const slow = { ...figures('/a', '200', 0, 0), count: 10 };
    expect(routeReports([slow])[0]?.p99Ms).toBeNull();
  });

  it('begins with the busiest route', () => {
    const routes = routeReports([figures('/few', '200', 1, 1), figures('/many', '200', 5, 5)]);
    expect(routes.map(({ route }) => route)).toEqual(['/many', '/few']);
  });
});
