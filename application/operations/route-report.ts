import type { DurationFigures } from '../ports/telemetry.ts';

/** How the requests of one route were answered since the process began. */
export interface RouteReport {
  readonly method: string;
  readonly route: string;
  readonly requests: number;
  /** Those that were answered with a status from 400 on, and from 500 on. */
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly meanMs: number;
  /** No more than one of a hundred took longer than this; null when that is beyond what is measured. */
  readonly p99Ms: number | null;
}

/** Adds up what was measured for each status of each route; the busiest route comes first. */
export function routeReports(durations: readonly DurationFigures[]): readonly RouteReport[] {
  const byRoute = Map.groupBy(durations, ({ labels }) => `${labels['method'] ?? ''} ${labels['route'] ?? ''}`);
  const reports = [...byRoute.values()].map(reportOf);
  return reports.toSorted((one, other) => other.requests - one.requests);
}

function reportOf(figures: readonly DurationFigures[]): RouteReport {
  const requests = countOf(figures, '');
  const seconds = figures.reduce((sum, figure) => sum + figure.seconds, 0);
  return {
    method: figures[0]?.labels['method'] ?? '',
    route: figures[0]?.labels['route'] ?? '',
    requests,
    clientErrors: countOf(figures, '4'),
    serverErrors: countOf(figures, '5'),
    meanMs: requests === 0 ? 0 : (seconds / requests) * MS_PER_SECOND,
    p99Ms: p99Of(figures, requests),
  };
}

const MS_PER_SECOND = 1_000;
const SHARE_BELOW = 0.99;

function countOf(figures: readonly DurationFigures[], statusBegin: string): number {
  return figures
    .filter(({ labels }) => labels['status']?.startsWith(statusBegin))
    .reduce((sum, { count }) => sum + count, 0);
}

/** The smallest bound below which 99 of a hundred stay. Every series of a metric has the same bounds. */
function p99Of(figures: readonly DurationFigures[], requests: number): number | null {
  const bounds = figures[0]?.buckets ?? [];
  const bound = bounds.find((_, index) => {
    const below = figures.reduce((sum, { buckets }) => sum + (buckets[index]?.count ?? 0), 0);
    return below >= requests * SHARE_BELOW;
  });
  return bound === undefined ? null : bound.upToSeconds * MS_PER_SECOND;
}
