/** The rules that orders are decided by; all of them configurable. */
export interface TradingRules {
  /** How far the market may be from the expected price, in millionths of a percent. */
  readonly priceToleranceMicros: bigint;
  /** How old a price may be to trade on, milliseconds. */
  readonly maxPriceAgeMs: number;
  /** Largest price times quantity of one order, millionths of the account currency. */
  readonly maxNotionalMicros: bigint;
  /** Commission on each fill, in basis points of its notional. */
  readonly commissionBasisPoints: bigint;
  /** When the trading day ends, minutes after midnight UTC: day orders expire then. */
  readonly closeMinuteUtc: number;
  readonly liquidity: Liquidity;
}

/** How much of an order one price can fill: everything, or at most a fixed quantity in millionths of a share. */
export type Liquidity = { readonly model: 'unlimited' } | { readonly model: 'capped'; readonly maxFillMicros: bigint };

/** The quantity that one price fills of what remains, in millionths of a share. */
export function fillableQuantity(liquidity: Liquidity, remainingMicros: bigint): bigint {
  switch (liquidity.model) {
    case 'unlimited':
      return remainingMicros;
    case 'capped':
      return remainingMicros < liquidity.maxFillMicros ? remainingMicros : liquidity.maxFillMicros;
  }
}
