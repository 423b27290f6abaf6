import type { AnswerOf } from '@bourse/client/api.ts';
import { answered } from '@bourse/client/api.ts';
import { queryOptions } from '@tanstack/react-query';
import { api, publicApi } from '../app/bourse.ts';
import type { RouteRate, Sample } from './request-rates.ts';
import { routeRates, sampleOf, withSample } from './request-rates.ts';

/** How the platform works, as the process that answered sees it. */
export type Operations = AnswerOf<'/api/v1/operations'>;
/** State of prices and feeds. */
export type MarketStatus = AnswerOf<'/api/v1/market/status'>;
/** A quote that is not believed. */
export type QuarantinedQuote = AnswerOf<'/api/v1/market/quarantine'>['items'][number];
/** A record that could not be processed. */
export type DeadLetter = AnswerOf<'/api/v1/dead-letters'>['items'][number];

/** How the platform works, with how it was a little before. */
export interface WatchedOperations {
  readonly now: Operations;
  readonly samples: readonly Sample[];
  readonly rates: readonly RouteRate[];
}

const EVERY_MS = 2_000;
const SELDOM_MS = 10_000;
const LIST_LIMIT = '500';

/** Consumers, requests and profile, every two seconds. */
export const operationsQuery = queryOptions({
  queryKey: ['operations'],
  queryFn: async ({ client, signal }): Promise<WatchedOperations> => {
    const now = await answered(api.GET('/api/v1/operations', { signal }));
    const before = client.getQueryData<WatchedOperations>(['operations']);
    const samples = withSample(before?.samples ?? [], sampleOf(now));
    return { now, samples, rates: routeRates(now.routes, samples) };
  },
  refetchInterval: EVERY_MS,
});

/** How the parts are. */
export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => answered(publicApi.GET('/api/v1/health', { signal })),
  refetchInterval: EVERY_MS,
});

/** Prices and the feeds that bring them. */
export const marketStatusQuery = queryOptions({
  queryKey: ['market-status'],
  queryFn: ({ signal }) => answered(api.GET('/api/v1/market/status', { signal })),
  refetchInterval: EVERY_MS,
});

/** State of the self-audit. */
export const auditQuery = queryOptions({
  queryKey: ['audit'],
  queryFn: ({ signal }) => answered(api.GET('/api/v1/audit', { signal })),
  refetchInterval: SELDOM_MS,
});

/** Quotes that are not believed at present, at most 500. */
export const quarantineQuery = queryOptions({
  queryKey: ['quarantine'],
  queryFn: ({ signal }) =>
    answered(
      api.GET('/api/v1/market/quarantine', { params: { query: { status: 'open', limit: LIST_LIMIT } }, signal }),
    ),
  refetchInterval: SELDOM_MS,
});

/** The newest dead letters, at most 500. */
export const deadLettersQuery = queryOptions({
  queryKey: ['dead-letters'],
  queryFn: ({ signal }) =>
    answered(api.GET('/api/v1/dead-letters', { params: { query: { limit: LIST_LIMIT } }, signal })),
  refetchInterval: SELDOM_MS,
});

/** What operators did to instruments lately. */
export const changesQuery = queryOptions({
  queryKey: ['instrument-changes'],
  queryFn: ({ signal }) => answered(api.GET('/api/v1/market/changes', { params: { query: { limit: '20' } }, signal })),
});
