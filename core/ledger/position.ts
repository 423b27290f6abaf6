import { MICROS_PER_UNIT } from '../money/decimal.ts';
import { divide, notional } from '../money/rounding.ts';

/** Shares of one symbol that an account owns, in millionths of a share, and what they cost. Long only: never negative. */
export interface Position {
  readonly accountId: string;
  readonly symbol: string;
  /** Free to sell. */
  readonly availableMicros: bigint;
  /** Reserved for open sell orders. */
  readonly heldMicros: bigint;
  /** Average price paid for the shares held now, commission excluded; a sale never changes it. */
  readonly averageEntryPriceMicros: bigint;
  /** Profit of all sales so far against the average entry price, commission excluded. */
  readonly realizedProfitMicros: bigint;
}

/** A position in a symbol that the account has never traded. */
export function emptyPosition(accountId: string, symbol: string): Position {
  return {
    accountId,
    symbol,
    availableMicros: 0n,
    heldMicros: 0n,
    averageEntryPriceMicros: 0n,
    realizedProfitMicros: 0n,
  };
}

/** All shares of a position, free and reserved. */
export function totalQuantity(position: Position): bigint {
  return position.availableMicros + position.heldMicros;
}

/**
 * Average entry price after buying more: (old quantity × old average + bought quantity × price) ÷ new quantity, half-even.
 * The weighted-average cost method of IAS 2, paragraph 27.
 */
export function averageAfterPurchase(position: Position, quantityMicros: bigint, priceMicros: bigint): bigint {
  const before = totalQuantity(position);
  const cost = before * position.averageEntryPriceMicros + quantityMicros * priceMicros;
  return divide(cost, before + quantityMicros, 'half-even');
}

/** Profit realised by selling: (price − average entry price) × quantity, half-even. Negative for a loss. */
export function profitOfSale(position: Position, quantityMicros: bigint, priceMicros: bigint): bigint {
  return divide((priceMicros - position.averageEntryPriceMicros) * quantityMicros, MICROS_PER_UNIT, 'half-even');
}

/** Profit not realised yet: (market price − average entry price) × quantity, half-even. */
export function unrealizedProfit(position: Position, marketPriceMicros: bigint): bigint {
  return profitOfSale(position, totalQuantity(position), marketPriceMicros);
}

/** What all shares of a position are worth at a market price. */
export function marketValue(position: Position, marketPriceMicros: bigint): bigint {
  return notional(marketPriceMicros, totalQuantity(position), 'half-even');
}
