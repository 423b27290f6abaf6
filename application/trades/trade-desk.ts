import type { Result } from '@bourse/core/result.ts';
import type { TradeRefusal } from '@bourse/core/trades/trade-decider.ts';
import type { RequestStatus } from './request-status.ts';
import type { TradeSubmission } from './trade-submission.ts';

/** A submission as it comes from outside; the desk adds the time. */
export type TradeRequest = Omit<TradeSubmission, 'submittedAtMs'>;

/** A submission that is durable in the log. */
export interface TradeReceipt {
  readonly requestId: string;
}

/** Takes trades in and answers what became of them. Every method throws Fault when log or database cannot take it. */
export interface TradeDesk {
  /**
   * Puts a trade into the log and answers once it is durable there. What is known to be refused is refused at once; everything else is decided
   * behind the log. A key that was used before with the same trade answers the first request.
   */
  submit(request: TradeRequest, correlationId: string): Promise<Result<TradeReceipt, TradeRefusal>>;
  /** The same for many trades by one append: one answer for each, in their order. When it throws, none is known to be in the log. */
  submitAll(
    requests: readonly TradeRequest[],
    correlationId: string,
  ): Promise<readonly Result<TradeReceipt, TradeRefusal>[]>;
  /** Where a request of this user stands; undefined when there is none, or none any more. */
  status(requestId: string, userId: string): Promise<RequestStatus | undefined>;
  /** The same for many, in their order; those that do not exist are left out. */
  statuses(requestIds: readonly string[], userId: string): Promise<readonly RequestStatus[]>;
}
