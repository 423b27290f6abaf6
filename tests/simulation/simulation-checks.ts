import { verifyBooks } from '@bourse/application/audit/verify-books.ts';
import { decodeEvent } from '@bourse/application/orders/account-event-codec.ts';
import type { AccountEvent } from '@bourse/application/orders/account-event.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import { accountOf, ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { decodeCommand } from '@bourse/application/orders/account-command-codec.ts';
import { decodeSubmission } from '@bourse/application/trades/trade-submission-codec.ts';
import { TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import { describeFinding } from '@bourse/core/audit/finding.ts';
import { sameTerms } from '@bourse/core/orders/order.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import { readAll } from '../contracts/log-reading.ts';
import type { Evidence } from './simulated-clients.ts';
import type { SimulatedPlatform } from './simulated-platform.ts';
import { PRICE_TTL_MS, REQUEST_IDS, sha256 } from './simulated-platform.ts';
import { TRUE_PRICE_MICROS } from './simulated-prices.ts';

/** Everything that is wrong after a simulation: the invariants of the books, and one outcome for whatever was handed in. */
export async function faultsAfter(platform: SimulatedPlatform, evidence: Evidence): Promise<readonly string[]> {
  const { stores } = platform;
  const report = await verifyBooks(stores.audit, sha256, () => undefined);
  const { findings } = await stores.audit.state();
  return [
    ...evidence.faults,
    ...report.findings.map((finding) => `the books: ${describeFinding(finding)}`),
    ...findings.map((finding) => `the self-audit: ${describeFinding(finding)}`),
    ...stores.deadLetters.letters().map(({ topic, reason }) => `a dead letter of ${topic}: ${reason}`),
    ...(await commandFaults(platform, evidence)),
    ...(await tradeFaults(platform, evidence)),
  ];
}

async function commandFaults({ stores }: SimulatedPlatform, evidence: Evidence): Promise<readonly string[]> {
  const commands = (await readAll(stores.log, ORDERS_TOPIC)).map(({ record }) => decodeCommand(record));
  const records = await readAll(stores.log, EXECUTIONS_TOPIC);
  const events = records.map(({ record }) => decodeEvent(record));
  const orders = new Map(stores.books.orders().map((order) => [order.id, order]));
  const faults: string[] = [];

  const outcomes = countOf(events.flatMap(({ commandId }) => commandId ?? []));
  for (const command of commands) {
    if (!('commandId' in command)) continue;
    const count = outcomes.get(command.commandId) ?? 0;
    if (count !== 1) faults.push(`${command.type} ${command.commandId} of ${accountOf(command)} has ${count} outcomes`);
  }
  for (const { orderId, terms } of evidence.orders) {
    const order = orders.get(orderId);
    if (order === undefined) faults.push(`order ${orderId} was acknowledged and is not there`);
    else if (!sameTerms(order.terms, terms)) faults.push(`order ${orderId} has other terms than those acknowledged`);
  }
  for (const [accountId, amountMicros] of evidence.deposits) {
    const booked = stores.books.cashTransactions().filter((cash) => cash.accountId === accountId);
    if (booked.length !== 1 || booked[0]?.amountMicros !== amountMicros) {
      faults.push(`the deposit of ${accountId} is booked ${booked.length} times`);
    }
  }
  faults.push(...fillFaults(events, orders));
  for (const [accountId, told] of evidence.streamed) {
    const written = records.filter(({ record }) => record.key === accountId).map(({ record }) => record.value);
    if (JSON.stringify(told) !== JSON.stringify(written)) {
      faults.push(`the stream told ${accountId} ${told.length} events, there are ${written.length}, or others`);
    }
  }
  return faults;
}

function fillFaults(events: readonly AccountEvent[], orders: ReadonlyMap<string, Order>): readonly string[] {
  const updates = events.flatMap((event) => (event.type === 'order-updated' ? [event] : []));
  const executions = updates.flatMap(({ executions, order }) => executions.map((execution) => ({ execution, order })));
  const faults: string[] = [];
  for (const [id, count] of countOf(executions.map(({ execution }) => execution.id))) {
    if (count !== 1) faults.push(`execution ${id} was told ${count} times`);
  }
  for (const { execution, order } of executions) {
    const { price, atMs } = execution.fill;
    const isTrue = price.priceMicros * 2n > TRUE_PRICE_MICROS && price.priceMicros < TRUE_PRICE_MICROS * 2n;
    if (!isTrue) faults.push(`order ${order.id} was executed at a price that was never true: ${price.priceMicros}`);
    if (atMs - price.asOfMs > PRICE_TTL_MS) faults.push(`order ${order.id} was executed on a stale price`);
  }
  for (const order of orders.values()) {
    const filled = executions.filter((one) => one.order.id === order.id);
    const quantity = filled.reduce((sum, { execution }) => sum + execution.fill.quantityMicros, 0n);
    if (quantity !== order.filledQuantityMicros) faults.push(`order ${order.id} is not filled by what was told`);
  }
  return faults;
}

async function tradeFaults({ stores }: SimulatedPlatform, evidence: Evidence): Promise<readonly string[]> {
  const faults: string[] = [];
  const records = await readAll(stores.log, TRADES_TOPIC);
  const outcomes = new Map(stores.outcomes.outcomes().map((outcome) => [placeText(outcome.place), outcome]));
  if (outcomes.size !== records.length)
    faults.push(`${records.length} trades were handed in, ${outcomes.size} decided`);
  for (const { requestId, submittedBy } of evidence.requests) {
    const place = REQUEST_IDS.decode(requestId);
    const outcome = place === undefined ? undefined : outcomes.get(placeText(place));
    if (outcome?.submittedBy !== submittedBy) faults.push(`request ${requestId} was acknowledged and has no outcome`);
  }
  const stored = new Map<string, string>();
  const keys = new Set<string>();
  for (const found of records) {
    const { trade, submittedBy, idempotencyKey } = decodeSubmission(found.record);
    const key = `${submittedBy}/${idempotencyKey}`;
    if (outcomes.get(placeText(found))?.failureReason === null && !keys.has(key)) {
      stored.set(`${trade.tradeId} v${trade.version}`, `${trade.counterpartyId} ${trade.bookId}`);
    }
    keys.add(key);
  }
  const kept = stores.trades.trades();
  for (const { tradeId, version, counterpartyId, bookId } of kept) {
    const expected = stored.get(`${tradeId} v${version}`);
    if (expected !== `${counterpartyId} ${bookId}`)
      faults.push(`${tradeId} v${version} is stored with another content`);
  }
  if (kept.length !== stored.size) faults.push(`${kept.length} versions are stored, there should be ${stored.size}`);
  return faults;
}

function placeText({ partition, position }: { readonly partition: number; readonly position: bigint }): string {
  return `${partition}/${position}`;
}

function countOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
