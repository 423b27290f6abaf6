import type { RequestOutcome } from '@bourse/application/ports/request-outcomes.ts';
import type { StoredTrade } from '@bourse/core/trades/trade.ts';

/** A trade in the store: T1 v1, maturing on 2026-12-20, unless it says otherwise. */
export function storedTrade(changes: Partial<StoredTrade> = {}): StoredTrade {
  return {
    tradeId: 'T1',
    version: 1,
    counterpartyId: 'CP-1',
    bookId: 'B1',
    maturityDate: '2026-12-20',
    createdDate: '2026-11-20',
    expired: false,
    recordedAtMs: 1_795_000_000_000,
    updatedAtMs: 1_795_000_000_000,
    ...changes,
  };
}

/** What became of a request: T1 v1 was stored, unless it says otherwise. */
export function requestOutcome(changes: Partial<RequestOutcome> = {}): RequestOutcome {
  return {
    place: { partition: 0, position: 0n },
    tradeId: 'T1',
    version: 1,
    submittedBy: 'ada',
    failureReason: null,
    createdAtMs: 1_795_000_000_000,
    decidedAtMs: 1_795_000_000_005,
    ...changes,
  };
}
