import type { RequestState } from '@bourse/client/request-states.ts';

/** Why a trade is not stored, as the API names it. */
export type FailureReason = NonNullable<RequestState['failure_reason']>;

const REASONS: Readonly<Record<FailureReason, string>> = {
  'version-superseded': 'A higher version of this trade is stored.',
  'maturity-passed': 'Its maturity date has passed (UTC).',
  'idempotency-key-reused': 'Its idempotency key was sent before with another trade.',
  'not-processable': 'Bourse could not process it; it is among the dead letters.',
};

/** Why a trade is not stored, for a reader. */
export function failureText(reason: FailureReason): string {
  return REASONS[reason];
}
