import { createUuidIds } from '@bourse/runtime/ids.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import { getRequest } from '../load/request-text.ts';
import { fundingRun } from './fund-traders.ts';
import type { Trader } from './traders.ts';
import type { TradingFloor } from './trading-floor.ts';

/** What is read. */
export type ReadKind = 'GET /account' | 'GET /positions' | 'GET /orders/{id}' | 'GET /assets/{symbol}';

/** The id of the first order that a trader was funded with. */
export function firstOrderId(traders: readonly Trader[], index: number): string {
  const accountId = traders[index]?.accountId ?? '';
  return createUuidIds(systemClock).orderIdOf(accountId, `${fundingRun(traders.length)}-${index}`);
}

/** Requests of each kind, one for each trader. */
export function readRequests(
  floor: TradingFloor,
  traders: readonly Trader[],
): Readonly<Record<ReadKind, readonly string[]>> {
  const host = `127.0.0.1:${floor.bourse.port}`;
  const each = (pathOf: (index: number) => string): readonly string[] =>
    traders.map(({ token }, index) => getRequest(`/api/v1${pathOf(index)}`, { host, token }));
  return {
    'GET /account': each(() => '/account'),
    'GET /positions': each(() => '/positions'),
    'GET /orders/{id}': each((index) => `/orders/${firstOrderId(traders, index)}`),
    'GET /assets/{symbol}': each((index) => `/assets/${floor.symbols[index % floor.symbols.length] ?? ''}`),
  };
}
