import { utcDate } from '@bourse/core/time/utc.ts';
import type { NewTrade, Trade } from '@bourse/core/trades/trade.ts';

/** The topic that every trade comes from, keyed by trade id. */
export const TRADES_TOPIC = 'trades-inbound';

/** The consumer group that decides trades. */
export const TRADES_GROUP = 'trades';

/** A trade that somebody wants to have stored. */
export interface TradeSubmission {
  readonly trade: NewTrade;
  /** A load of the past: every version and every maturity date is taken. Only operators may ask for it. */
  readonly asHistory: boolean;
  /** The user who sent it, who alone may ask what became of it. */
  readonly submittedBy: string;
  readonly submittedAtMs: number;
  /** Names the request for its sender: the same one with the same trade takes effect once. */
  readonly idempotencyKey: string | null;
}

/** What makes two submissions the same request: everything that was asked for. */
export function fingerprintOf({ trade, asHistory }: Pick<TradeSubmission, 'trade' | 'asHistory'>): string {
  const { tradeId, version, counterpartyId, bookId, maturityDate, createdDate } = trade;
  return JSON.stringify([tradeId, version, counterpartyId, bookId, maturityDate, createdDate, asHistory]);
}

/** The trade that is meant: one that leaves open when it was created was created on the day (UTC) on which it came in. */
export function tradeOf({ trade, submittedAtMs }: Pick<TradeSubmission, 'trade' | 'submittedAtMs'>): Trade {
  return { ...trade, createdDate: trade.createdDate ?? utcDate(submittedAtMs) };
}
