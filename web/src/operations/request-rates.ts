/** What rates are reckoned from: how many requests each route had at a moment. */
export interface Sample {
  readonly atMs: number;
  /** The process that counted; another one has counts of its own. */
  readonly member: string;
  readonly requests: ReadonlyMap<string, number>;
  readonly serverErrors: number;
}

/** The figures of one route, and how many requests a second it has had of late; null while that is not known. */
export interface RouteRate extends Route {
  readonly perSecond: number | null;
}

interface Route {
  readonly method: string;
  readonly route: string;
  readonly requests: number;
  readonly client_errors: number;
  readonly server_errors: number;
  readonly mean_ms: number;
  readonly p99_ms: number | null;
}

/** Rates are those of the last half minute. */
const WINDOW_MS = 30_000;
const MS_PER_SECOND = 1_000;

/** What a report counts. */
export function sampleOf(report: {
  readonly at: string;
  readonly process: { readonly member: string };
  readonly routes: readonly Route[];
}): Sample {
  return {
    atMs: Date.parse(report.at),
    member: report.process.member,
    requests: new Map(report.routes.map((route) => [nameOf(route), route.requests])),
    serverErrors: report.routes.reduce((sum, { server_errors: errors }) => sum + errors, 0),
  };
}

/** The samples of the window with one more. What another process counted, or the same before it began anew, is no longer comparable. */
export function withSample(samples: readonly Sample[], newest: Sample): readonly Sample[] {
  const comparable = samples.filter(
    ({ member, atMs }) => member === newest.member && atMs < newest.atMs && newest.atMs - atMs <= WINDOW_MS,
  );
  return [...comparable, newest];
}

/** The routes with their rates. */
export function routeRates(routes: readonly Route[], samples: readonly Sample[]): readonly RouteRate[] {
  const [oldest] = samples;
  const newest = samples.at(-1);
  return routes.map((route) => ({
    ...route,
    perSecond: rate(oldest, newest, ({ requests }) => requests.get(nameOf(route)) ?? 0),
  }));
}

/** Requests, and answers that were errors of ours, a second, over all routes; null while that is not known. */
export function totalRates(samples: readonly Sample[]): {
  readonly requests: number | null;
  readonly serverErrors: number | null;
} {
  const [oldest] = samples;
  const newest = samples.at(-1);
  const sum = ({ requests }: Sample): number => [...requests.values()].reduce((total, count) => total + count, 0);
  return {
    requests: rate(oldest, newest, sum),
    serverErrors: rate(oldest, newest, ({ serverErrors }) => serverErrors),
  };
}

/** A rate for a reader: whole numbers from ten on, one fraction digit below. */
export function rateText(perSecond: number): string {
  return perSecond >= 10 ? String(Math.round(perSecond)) : perSecond.toFixed(1);
}

function rate(
  oldest: Sample | undefined,
  newest: Sample | undefined,
  countOf: (sample: Sample) => number,
): number | null {
  if (oldest === undefined || newest === undefined || newest.atMs <= oldest.atMs) return null;
  return ((countOf(newest) - countOf(oldest)) * MS_PER_SECOND) / (newest.atMs - oldest.atMs);
}

function nameOf({ method, route }: Pick<Route, 'method' | 'route'>): string {
  return `${method} ${route}`;
}
