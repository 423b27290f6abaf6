import type { OrderPlan, RequestPlan, TradePlan } from './load-job.ts';
import { postHead, postTail } from './request-text.ts';
import { tradeBody } from './trade-body.ts';

/** Makes the function that writes the request numbered n. */
export function requestsOf(plan: RequestPlan): (n: number) => string {
  if (plan.kind === 'orders') return orderRequests(plan);
  if (plan.kind === 'trades') return tradeRequests(plan);
  return (n) => at(plan.requests, n);
}

/** The terms of the order numbered n of a plan. */
export function orderTerms(
  plan: OrderPlan,
  n: number,
): { account: number; symbol: string; side: string; quantity: number } {
  const accounts = plan.tokens.length;
  const account = n % accounts;
  const turn = Math.floor(n / accounts);
  // In the first purchases every turn is another symbol; afterwards a purchase and its sale follow each other.
  const pair = plan.side === 'buy' ? turn : Math.floor(turn / 2);
  const symbol = at(plan.symbols, account + (pair % SYMBOLS_OF_AN_ACCOUNT));
  const side = plan.side === 'buy' || turn % 2 === 0 ? 'buy' : 'sell';
  const quantity = plan.side === 'buy' ? plan.maxQuantity : 1 + (pair % plan.maxQuantity);
  return { account, symbol, side, quantity };
}

/** How many instruments each account trades. */
export const SYMBOLS_OF_AN_ACCOUNT = 3;

function orderRequests(plan: OrderPlan): (n: number) => string {
  const { waitSeconds, host, run } = plan;
  const wish = waitSeconds > 0 ? { prefer: `wait=${waitSeconds}` } : {};
  const heads = plan.tokens.map((token) => postHead('/api/v1/orders', { host, token, ...wish }));
  return (n) => {
    const { account, symbol, side, quantity } = orderTerms(plan, n);
    const body = `{"symbol":"${symbol}","side":"${side}","type":"market","quantity":"${quantity}","time_in_force":"day","client_order_id":"${run}-${n}"}`;
    return at(heads, account) + postTail(body);
  };
}

function tradeRequests(plan: TradePlan): (n: number) => string {
  const head = postHead('/api/v1/trades', plan);
  return (n) => head + postTail(tradeBody(plan, n));
}

function at(texts: readonly string[], index: number): string {
  const text = texts[index % texts.length];
  if (text === undefined) throw new RangeError('a plan needs at least one request');
  return text;
}
