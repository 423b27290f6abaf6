import type { CashRefusal } from '@bourse/core/ledger/cash-decider.ts';
import { CASH_REFUSALS } from '@bourse/core/ledger/cash-decider.ts';
import type { Result } from '@bourse/core/result.ts';
import { ok, refuse } from '@bourse/core/result.ts';
import { ORDERS_TOPIC } from '../orders/account-command.ts';
import { encodeCommand } from '../orders/account-command-codec.ts';
import type { Outcomes } from '../orders/outcomes.ts';
import type { CashTransaction } from '../ports/account-books.ts';
import { Fault } from '../ports/fault.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Trace } from '../tracing/trace.ts';

/** A deposit or withdrawal as it comes from outside. */
export interface CashRequest {
  readonly accountId: string;
  readonly type: 'deposit' | 'withdrawal';
  readonly amountMicros: bigint;
  /** Names the request: the same one with the same content is booked once. Without it every request is a new one. */
  readonly idempotencyKey: string | null;
  /** Traces the request through the log. */
  readonly trace: Trace;
}

export type MoveCashRefusal = CashRefusal | 'idempotency-key-reused';

/** How long a caller waits for a deposit or withdrawal to be decided, milliseconds. */
const MAX_WAIT_MS = 10_000;

/**
 * Books a deposit or a withdrawal and answers once it is decided. Throws Fault('unavailable') when that takes too long or cannot be
 * taken; a retry with the same idempotency key then answers what was booked.
 */
export function createCashDesk(ports: {
  readonly log: Log;
  readonly outcomes: Outcomes;
  readonly ids: Ids;
}): (request: CashRequest) => Promise<Result<CashTransaction, MoveCashRefusal>> {
  const { log, outcomes, ids } = ports;
  return async ({ accountId, type, amountMicros, idempotencyKey, trace }) => {
    const transactionId = idempotencyKey === null ? ids.next() : ids.transactionIdOf(accountId, idempotencyKey);
    const commandId = ids.next();
    const outcome = outcomes.ofCommand(commandId, MAX_WAIT_MS);
    const cash = { type, transactionId, amountMicros };
    await log.append(ORDERS_TOPIC, [encodeCommand({ type: 'move-cash', commandId, accountId, cash }, trace)]);
    const event = await outcome;
    if (event?.type === 'cash-moved') return ok(event.transaction);
    if (event?.type === 'command-refused') return refuse(cashRefusalOf(event.refusal));
    throw new Fault('unavailable', `the ${type} was not decided within ${MAX_WAIT_MS} ms`);
  };
}

function cashRefusalOf(refusal: string): MoveCashRefusal {
  const known = CASH_REFUSALS.find((candidate) => candidate === refusal);
  return known ?? 'idempotency-key-reused';
}
