import { isFault } from '@bourse/application/ports/fault.ts';
import type { OrderRequest } from '@bourse/application/orders/order-desk.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import { partitionAmong } from '@bourse/core/partitioning/partition-of.ts';
import type { TradeRequest } from '@bourse/application/trades/trade-desk.ts';
import type { Random } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import type { Sequence } from '@bourse/core/stream/sequence.ts';
import type { Api, SimulatedPlatform } from './simulated-platform.ts';
import { SYMBOLS, TRUE_PRICE_MICROS } from './simulated-prices.ts';
import { traceOf } from '@bourse/application/tracing/trace.ts';

/** An order that was acknowledged. */
export interface AcknowledgedOrder {
  readonly accountId: string;
  readonly orderId: string;
  readonly terms: OrderRequest['terms'];
}

/** What clients were told, and what they saw. */
export interface Evidence {
  readonly orders: AcknowledgedOrder[];
  /** Deposits that were acknowledged: the account and the amount. */
  readonly deposits: (readonly [accountId: string, amountMicros: bigint])[];
  /** Acknowledged requests to store a trade, by sender. */
  readonly requests: { readonly requestId: string; readonly submittedBy: string }[];
  /** Values of the records of an account, as the stream told them. */
  readonly streamed: Map<string, string[]>;
  /** What no client may ever see. */
  readonly faults: string[];
}

/** What clients do their work with. */
export interface ClientWorld {
  readonly platform: SimulatedPlatform;
  readonly evidence: Evidence;
  /** An api that takes requests; undefined while there is none. */
  readonly api: (random: Random) => Api | undefined;
}

const GIVE_UP_AFTER_MS = 2_000;
const MONEY_MICROS = 1_000_000_000n;
const ORDERS_EACH = 5;
const TRADES_EACH = 5;

/** A trader: pays in, places orders, cancels some. Every request is repeated until it is acknowledged, some once more, at two apis at once. */
export async function trade(world: ClientWorld, accountId: string, random: Random): Promise<void> {
  const { evidence } = world;
  const traced = { accountId, trace: traceOf(accountId) };
  const deposit = { ...traced, type: 'deposit', amountMicros: MONEY_MICROS, idempotencyKey: 'first' } as const;
  const paid = await insist(world, random, (api) => api.cash(deposit));
  if (paid.ok) evidence.deposits.push([accountId, MONEY_MICROS]);
  else evidence.faults.push(`${accountId}: a deposit was refused: ${paid.refusal}`);
  for (let number = 0; number < ORDERS_EACH; number += 1) {
    const clientOrderId = `order-${number}`;
    const request = { ...traced, clientOrderId, idempotencyKey: null, terms: randomTerms(random) };
    const waitMs = random() < 0.5 ? 0 : 1_000;
    const place = () => insist(world, random, (api) => api.orders.place(request, waitMs));
    const placed = await Promise.all(random() < 0.3 ? [place(), place()] : [place()]);
    for (const answer of placed) {
      if (answer.ok) evidence.orders.push({ accountId, orderId: answer.value.id, terms: request.terms });
      else evidence.faults.push(`${accountId}: ${clientOrderId} was refused: ${answer.refusal}`);
    }
    if (random() < 0.3) {
      const name = { accountId, orderId: `${accountId}/${clientOrderId}` };
      await insist(world, random, (api) => api.orders.cancel(name, traceOf(accountId), 1_000));
    }
    await pause(world, random() * 1_000);
  }
}

/** A source of trades: sends versions of few trades, each under a key until it is acknowledged. */
export async function sendTrades(world: ClientWorld, submittedBy: string, random: Random): Promise<void> {
  for (let number = 0; number < TRADES_EACH; number += 1) {
    const trade = {
      tradeId: `T${Math.floor(random() * 3)}`,
      version: 1 + Math.floor(random() * 4),
      counterpartyId: submittedBy,
      bookId: `B${number}`,
      maturityDate: random() < 0.3 ? '2026-11-20' : '2026-12-20',
      createdDate: null,
    };
    const request: TradeRequest = { trade, asHistory: random() < 0.2, submittedBy, idempotencyKey: `key-${number}` };
    const submit = () => insist(world, random, (api) => api.trades.submit(request, traceOf(submittedBy)));
    for (const taken of await Promise.all(random() < 0.3 ? [submit(), submit()] : [submit()])) {
      if (taken.ok) world.evidence.requests.push({ requestId: taken.value.requestId, submittedBy });
    }
    await pause(world, random() * 1_000);
  }
}

/** Follows an account, losing its connection now and then and going on with its last sequence, until the function answered is called. */
export function follow(world: ClientWorld, accountId: string, random: Random): () => void {
  const told: string[] = [];
  world.evidence.streamed.set(accountId, told);
  const partitions = world.platform.stores.log.partitions(EXECUTIONS_TOPIC);
  let sequence: Sequence = new Map([[partitionAmong(accountId, partitions), 0n]]);
  let ended = false;
  let connection: { readonly stop: () => void; readonly api: Api } | undefined;
  const reconnect = (): void => {
    if (ended) return;
    connection?.stop();
    const api = world.api(random);
    connection = api === undefined ? undefined : connect(api);
    world.platform.clock.after(300 + random() * 2_000, reconnect);
  };
  const connect = (api: Api) => {
    const subscription = api.stream.subscribe(accountId, sequence, {
      onRecord(record, at) {
        told.push(record.value);
        sequence = at;
      },
      onGap: () => void world.evidence.faults.push(`${accountId}: the stream had a gap`),
      congested: () => false,
    });
    subscription.begin();
    return { api, stop: () => subscription.stop() };
  };
  reconnect();
  return () => {
    ended = true;
    connection?.stop();
  };
}

/** Asks again, at any api, until there is an answer. */
async function insist<Answer>(world: ClientWorld, random: Random, ask: (api: Api) => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const api = world.api(random);
    if (api !== undefined) {
      const answer = await Promise.race([asked(ask(api)), pause(world, GIVE_UP_AFTER_MS)]);
      if (answer !== undefined) return answer.value;
    }
    await pause(world, 50 + random() * 500);
  }
}

async function asked<Answer>(asking: Promise<Answer>): Promise<{ readonly value: Answer } | undefined> {
  try {
    return { value: await asking };
  } catch (error) {
    if (isFault(error, 'unavailable')) return undefined;
    throw error;
  }
}

function pause({ platform }: ClientWorld, ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    platform.clock.after(ms, () => {
      resolve(undefined);
    });
  });
}

function randomTerms(random: Random): OrderRequest['terms'] {
  const type = (['market', 'market', 'limit', 'stop', 'stop_limit'] as const)[Math.floor(random() * 5)] ?? 'market';
  const near = () => (TRUE_PRICE_MICROS * BigInt(920 + Math.floor(random() * 160))) / 1_000n;
  const resting = type !== 'market';
  return {
    type,
    symbol: SYMBOLS[Math.floor(random() * SYMBOLS.length)] ?? 'AA',
    side: random() < 0.6 ? 'buy' : 'sell',
    quantityMicros: BigInt(1 + Math.floor(random() * 4)) * 500_000n,
    limitPriceMicros: type === 'limit' || type === 'stop_limit' ? near() : null,
    stopPriceMicros: type === 'stop' || type === 'stop_limit' ? near() : null,
    timeInForce: resting ? (random() < 0.5 ? 'day' : 'gtc') : random() < 0.5 ? 'ioc' : 'day',
    expectedPriceMicros: null,
  };
}
