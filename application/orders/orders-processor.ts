import type { Account } from '@bourse/core/ledger/account.ts';
import type { JournalHead } from '@bourse/core/ledger/journal.ts';
import type { Position } from '@bourse/core/ledger/position.ts';
import type { Order } from '@bourse/core/orders/order.ts';
import type { AccountBooks, BookChanges } from '../ports/account-books.ts';
import type { Log } from '../ports/log.ts';
import type { Processor } from '../processing/processor.ts';
import type { AccountCommand } from './account-command.ts';
import { ORDERS_TOPIC } from './account-command.ts';
import { decodeCommand } from './account-command-codec.ts';
import { EXECUTIONS_TOPIC } from './account-event.ts';
import { encodeEvent } from './account-event-codec.ts';
import type { Trace } from '../tracing/trace.ts';
import { traceIn } from '../tracing/trace.ts';
import type { CommandEffect, DecisionInputs } from './command-decider.ts';
import { decideCommand } from './command-decider.ts';
import type { WorkingBooksLimits } from './working-books.ts';
import { createWorkingBooks } from './working-books.ts';

/** Limits of the processor that decides account commands. */
export interface OrdersProcessorLimits extends WorkingBooksLimits {
  readonly maxBatchRecords: number;
}

export const DEFAULT_ORDERS_LIMITS: OrdersProcessorLimits = {
  maxBatchRecords: 1_000,
  maxBookEntries: 100_000,
  recentOrders: 10_000,
  carefulBatches: 1_000,
};

/** A batch of so many keeps the store busy for longer than it costs to send one more. */
const DECIDED_AHEAD_RECORDS = 24;

/** An effect, and the trace of the request behind it. */
export interface TracedEffect extends CommandEffect {
  readonly trace: Trace;
}

/** The consumer group that decides account commands. */
export const ORDERS_GROUP = 'orders';

/**
 * Decides everything that changes accounts: orders, cancellations, fills by ticks, expiry, deposits and withdrawals. Books, journal and
 * the events for others are written in the transaction that moves the position.
 */
export function createOrdersProcessor(
  ports: { readonly books: AccountBooks; readonly log: Log; readonly inputs: DecisionInputs },
  limits: OrdersProcessorLimits,
): Processor<AccountCommand, TracedEffect> {
  const books = createWorkingBooks(ports.books, limits);
  return {
    group: ORDERS_GROUP,
    topic: ORDERS_TOPIC,
    maxBatchRecords: limits.maxBatchRecords,
    decidingAhead: { records: DECIDED_AHEAD_RECORDS, isPossible: () => !books.isFull() },
    decode: decodeCommand,
    prepare: (commands) => books.load(commands),
    decide({ value: command, partition, record }) {
      const effect = decideCommand(command, partition, books, ports.inputs);
      if (effect.account !== null) books.setAccount(effect.account);
      if (effect.position !== null) books.setPosition(effect.position);
      if (effect.order !== null) books.setOrder(effect.order.after);
      if (effect.cashTransaction !== null) books.setCashTransaction(effect.cashTransaction);
      if (effect.head !== null) books.setHead(effect.head);
      return { ...effect, trace: traceIn(record.headers) };
    },
    async save(transaction, effects) {
      const events = effects.flatMap(({ event, trace }) => (event === null ? [] : [encodeEvent(event, trace)]));
      await Promise.all([
        ports.books.save(transaction, changesOf(effects)),
        ports.log.appendWithin(transaction, EXECUTIONS_TOPIC, events),
      ]);
    },
    committed() {
      books.endBatch();
    },
    discard() {
      books.clear();
    },
  };
}

/** Each row once, in its final state; an order that was placed in this batch is new however often it changed since. */
function changesOf(effects: readonly CommandEffect[]): BookChanges {
  const accounts = new Map<string, Account>();
  const positions = new Map<string, Position>();
  const newOrders = new Map<string, Order>();
  const changedOrders = new Map<string, Order>();
  const heads = new Map<number, JournalHead>();
  for (const { account, position, order, head } of effects) {
    if (account !== null) accounts.set(account.accountId, account);
    if (position !== null) positions.set(`${position.accountId}/${position.symbol}`, position);
    if (order !== null) {
      const key = `${order.after.accountId}/${order.after.id}`;
      const rows = order.isNew || newOrders.has(key) ? newOrders : changedOrders;
      rows.set(key, order.after);
    }
    if (head !== null) heads.set(head.partition, head);
  }
  return {
    accounts: [...accounts.values()],
    positions: [...positions.values()],
    newOrders: [...newOrders.values()],
    changedOrders: [...changedOrders.values()],
    cashTransactions: effects.flatMap(({ cashTransaction }) => cashTransaction ?? []),
    journal: effects.flatMap(({ journal }) => journal),
    heads: [...heads.values()],
  };
}
