import type { Result } from '../result.ts';
import { ok, refuse } from '../result.ts';
import type { Trade } from './trade.ts';

/** Why a trade is not stored; what is stored then stays as it is. */
export const TRADE_REFUSALS = ['version-superseded', 'maturity-passed', 'idempotency-key-reused'] as const;
export type TradeRefusal = (typeof TRADE_REFUSALS)[number];

/** What a decision looks at besides the trade. */
export interface TradeContext {
  /** The highest version stored; undefined when the trade is new. */
  readonly highestVersion: number | undefined;
  /** The date in UTC, YYYY-MM-DD. */
  readonly today: string;
  /** Whether it is loaded as history: then any version and any maturity date is right. */
  readonly asHistory: boolean;
}

/** A trade to be stored. The record of the same version, if there is one, is replaced; all others stay. */
export interface TradeAccepted {
  readonly trade: Trade;
  readonly expired: boolean;
  /** Whether its version is higher than all that are stored, so that there is no record of it. */
  readonly isNew: boolean;
  /** The highest version stored from now on. */
  readonly highestVersion: number;
}

/**
 * Decides whether a version of a trade is stored. A live trade is refused when a higher version is stored, and when it matured before today;
 * versions may leave gaps, and the highest one may come again.
 */
export function decideTrade(trade: Trade, context: TradeContext): Result<TradeAccepted, TradeRefusal> {
  const { highestVersion, today } = context;
  const refusal = refusalOf(trade, context);
  if (refusal !== null) return refuse(refusal);
  const isNew = highestVersion === undefined || trade.version > highestVersion;
  return ok({
    trade,
    expired: isExpired(trade.maturityDate, today),
    isNew,
    highestVersion: isNew ? trade.version : highestVersion,
  });
}

/**
 * Why a version of a trade is not stored, or null. With a highest version that may be too low, as the edge knows it, a refusal is right and
 * null says nothing yet.
 */
export function refusalOf(
  { version, maturityDate }: Pick<Trade, 'version' | 'maturityDate'>,
  { highestVersion, today, asHistory }: TradeContext,
): TradeRefusal | null {
  if (asHistory) return null;
  if (highestVersion !== undefined && version < highestVersion) return 'version-superseded';
  return isExpired(maturityDate, today) ? 'maturity-passed' : null;
}

/** Whether a trade has matured: it still lives on the day itself. Dates are YYYY-MM-DD, which sort as text. */
export function isExpired(maturityDate: string, today: string): boolean {
  return maturityDate < today;
}
