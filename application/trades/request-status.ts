import type { TradeRefusal } from '@bourse/core/trades/trade-decider.ts';

/** Why a request failed: a refusal, or a record that could not be processed and waits for an operator among the dead letters. */
export type FailureReason = TradeRefusal | 'not-processable';

/** Where a request stands. */
export interface RequestStatus {
  readonly requestId: string;
  readonly status: 'PENDING' | 'SUCCESS' | 'FAILED';
  readonly tradeId: string;
  readonly version: number;
  /** Null unless it failed. */
  readonly failureReason: FailureReason | null;
  readonly createdAtMs: number;
  /** When it was decided; while it is pending, when it was created. */
  readonly updatedAtMs: number;
}
