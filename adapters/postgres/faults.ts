import { Fault } from '@bourse/application/ports/fault.ts';
import { DatabaseError } from 'pg';

/** SQLSTATE raised by our own statements when a partition has another owner. */
export const FENCED_SQLSTATE = 'BF001';

/** SQLSTATE raised by our own statements when a partition does not end where it should. */
const CONFLICT_SQLSTATE = 'BF003';

/** Classes of SQLSTATE (PostgreSQL documentation, appendix A) that say that the data can never be stored as it is. */
const INVALID_DATA_CLASSES = new Set(['22', '23', '54']);

/** Classes that say that the statement itself is wrong: a bug of ours, which no retry mends and nobody may mistake for bad data. */
const BUG_CLASSES = new Set(['42', '0A', '2F', '3D', '3F']);

/** Keys that a worker takes for new, by what it knows or because they nearly always are. Decided again, with a look, the batch can be stored. */
const TAKEN_FOR_NEW = new Set(['orders_pkey', 'trades_pkey']);

/** For promises of the driver: throws what it threw as a fault. What other code throws is left alone: it is a bug, and no retry mends it. */
export function throwFault(error: unknown): never {
  throw toFault(error);
}

/**
 * Translates what the driver throws: data that cannot be stored becomes Fault('invalid-data'), a lost fence Fault('fenced'), a wrong
 * statement stays what it is, and everything else (connection lost, deadlock, disk full, shutdown) becomes Fault('unavailable').
 */
export function toFault(error: unknown): unknown {
  if (error instanceof Fault) return error;
  if (error instanceof DatabaseError) return faultOfSqlState(error);
  if (error instanceof RangeError || error instanceof TypeError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new Fault('unavailable', `database unavailable: ${message}`, error);
}

function faultOfSqlState(error: DatabaseError): unknown {
  const state = error.code ?? '';
  if (state === FENCED_SQLSTATE) return new Fault('fenced', error.message, error);
  const isTakenForNew = error.constraint !== undefined && TAKEN_FOR_NEW.has(error.constraint);
  if (isTakenForNew || state === CONFLICT_SQLSTATE) return new Fault('conflict', error.message, error);
  const sqlClass = state.slice(0, 2);
  if (BUG_CLASSES.has(sqlClass)) return error;
  if (INVALID_DATA_CLASSES.has(sqlClass)) return new Fault('invalid-data', error.message, error);
  return new Fault('unavailable', `database unavailable: ${error.message}`, error);
}
