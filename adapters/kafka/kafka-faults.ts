import { Fault } from '@bourse/application/ports/fault.ts';
import { findErrorBy } from '@platformatic/kafka';

/** The answer of the broker that says that a record can never be stored as it is. */
const INVALID_DATA = 'INVALID_RECORD';

/** The answers of a topic that takes only smaller records than it was made for: what is too large for every log is refused before it is sent. */
const NARROWED = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];

/** The answer to a read from a position that the partition does not hold. */
const OUT_OF_RANGE = 'OFFSET_OUT_OF_RANGE';

/**
 * Translates what the client throws: a record that the broker refuses for what it is becomes Fault('invalid-data'), bugs stay what they
 * are, and everything else (no connection, no leader, no answer in time) becomes Fault('unavailable').
 */
export function toFault(error: unknown): unknown {
  if (error instanceof Fault || error instanceof RangeError || error instanceof TypeError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (hasAnswer(error, INVALID_DATA)) return new Fault('invalid-data', `Kafka: ${message}`, error);
  const narrowed = NARROWED.some((code) => hasAnswer(error, code))
    ? '; either the number of partitions is just being changed, or the next process that starts mends max.message.bytes'
    : '';
  return new Fault('unavailable', `Kafka: ${message}${narrowed}`, error);
}

/** Whether the broker said that the position asked for is not there: before the oldest record, or beyond the end. */
export function isOutOfRange(error: unknown): boolean {
  return hasAnswer(error, OUT_OF_RANGE);
}

/** Whether one of the errors behind an error is this answer of the broker, "TOPIC_ALREADY_EXISTS". */
export function hasAnswer(error: unknown, code: string): boolean {
  return error instanceof Error && findErrorBy(error, 'apiId', code) !== null;
}
