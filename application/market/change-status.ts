import type { InstrumentStatus } from '@bourse/core/market/instrument.ts';
import { ok, refuse } from '@bourse/core/result.ts';
import type { Result } from '@bourse/core/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { InstrumentControl } from '../ports/instrument-control.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { Transactions } from '../ports/transactions.ts';
import type { PriceBook } from './price-book.ts';

/** What halting and resuming need. */
export interface ChangeStatusPorts {
  readonly control: InstrumentControl;
  readonly transactions: Transactions;
  readonly prices: Pick<PriceBook, 'reloadInstruments'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What an operator wants. */
export interface StatusRequest {
  readonly symbol: string;
  readonly status: InstrumentStatus;
  /** Id of the operator. */
  readonly changedBy: string;
}

/** Why a status was not changed. */
export type ChangeStatusRefusal = 'unknown-symbol';

/**
 * Makes the use case that halts and resumes an instrument. The change and its note are stored together; asking for the status that holds
 * changes and notes nothing. When it resolves this process refuses orders accordingly, the others follow within a second.
 * Throws Fault('unavailable').
 */
export function createChangeStatus(
  ports: ChangeStatusPorts,
): (request: StatusRequest) => Promise<Result<InstrumentStatus, ChangeStatusRefusal>> {
  const { control, transactions, prices, clock, logger } = ports;
  return async ({ symbol, status, changedBy }) => {
    const outcome = await transactions.run(async (transaction) => {
      const changed = await control.setStatus(transaction, symbol, status);
      if (changed !== 'changed') return changed;
      const change = status === 'halted' ? 'halted' : 'resumed';
      await control.note(transaction, { symbol, change, priceMicros: null, changedBy, atMs: clock.now() });
      return changed;
    });
    if (outcome === 'unknown-symbol') return refuse('unknown-symbol');
    await prices.reloadInstruments();
    if (outcome === 'changed')
      logger.warn({ symbol, status, changedBy }, 'an operator changed the status of an instrument');
    return ok(status);
  };
}
