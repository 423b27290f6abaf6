import type { KeyedRequest, RequestKey } from '@bourse/application/ports/request-outcomes.ts';
import type { Column } from '../rows.ts';

/** A row of `trade_request_keys`. */
export interface RequestKeyRow {
  readonly submitted_by: string;
  readonly idempotency_key: string;
  readonly partition: number;
  readonly position: bigint;
  readonly fingerprint: string;
  readonly failure_reason: KeyedRequest['failureReason'];
  readonly decided_at_ms: bigint;
}

export const KEY_NAME_COLUMNS: readonly Column<RequestKey>[] = [
  ['submitted_by', 'text', ({ submittedBy }) => submittedBy],
  ['idempotency_key', 'text', ({ idempotencyKey }) => idempotencyKey],
];

export const KEY_COLUMNS: readonly Column<KeyedRequest>[] = [
  ...KEY_NAME_COLUMNS,
  ['partition', 'integer', ({ place }) => place.partition],
  ['position', 'bigint', ({ place }) => place.position],
  ['fingerprint', 'text', ({ fingerprint }) => fingerprint],
  ['failure_reason', 'text', ({ failureReason }) => failureReason],
  ['decided_at_ms', 'bigint', ({ decidedAtMs }) => decidedAtMs],
];

/** Reads a row. */
export function keyedRequestFromRow(row: RequestKeyRow): KeyedRequest {
  return {
    submittedBy: row.submitted_by,
    idempotencyKey: row.idempotency_key,
    place: { partition: row.partition, position: row.position },
    fingerprint: row.fingerprint,
    failureReason: row.failure_reason,
    decidedAtMs: Number(row.decided_at_ms),
  };
}
