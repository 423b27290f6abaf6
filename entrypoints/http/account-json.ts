import type { Static } from 'typebox';
import type { EquityPoint, Portfolio } from '@bourse/application/ports/account-queries.ts';
import type { JournalTransaction } from '@bourse/core/ledger/journal.ts';
import type { LedgerAccount } from '@bourse/core/ledger/movement.ts';
import { LEDGER_ACCOUNTS } from '@bourse/core/ledger/movement.ts';
import type { Position } from '@bourse/core/ledger/position.ts';
import { marketValue, totalQuantity, unrealizedProfit } from '@bourse/core/ledger/position.ts';
import type { Price } from '@bourse/core/market/price.ts';
import { formatMicros, formatMoney } from '@bourse/core/money/decimal.ts';
import { formatTime } from '@bourse/core/time/utc.ts';
import type {
  AccountSchema,
  EquityHistorySchema,
  JournalTransactionSchema,
  PositionSchema,
} from './schemas/trading-schema.ts';

/** The currency of all accounts. */
export const CURRENCY = 'USD';

type PriceOf = (symbol: string) => Price | undefined;

/** An account with its positions valued at the newest prices; a symbol without a price counts as worth nothing. */
export function accountJson(
  { account, positions }: Portfolio,
  priceOf: PriceOf,
  atMs: number,
): Static<typeof AccountSchema> {
  let worth = 0n;
  for (const position of positions) {
    const price = priceOf(position.symbol);
    if (price !== undefined) worth += marketValue(position, price.priceMicros);
  }
  return accountWorth(account.accountId, account, worth, atMs);
}

/** An account as it was at a past moment, its worth at the prices of then. */
export function pastAccountJson({ account }: Portfolio, equity: EquityPoint | undefined): Static<typeof AccountSchema> {
  return accountWorth(account.accountId, account, equity?.marketValueMicros ?? 0n, equity?.atMs ?? 0);
}

function accountWorth(
  accountId: string,
  cash: { readonly availableMicros: bigint; readonly heldMicros: bigint },
  marketValueMicros: bigint,
  atMs: number,
): Static<typeof AccountSchema> {
  const total = cash.availableMicros + cash.heldMicros;
  return {
    account_id: accountId,
    currency: CURRENCY,
    cash: formatMoney(total),
    held: formatMoney(cash.heldMicros),
    buying_power: formatMoney(cash.availableMicros),
    market_value: formatMoney(marketValueMicros),
    equity: formatMoney(total + marketValueMicros),
    as_of: formatTime(atMs),
  };
}

/** A position valued at a price, if there is one. */
export function positionJson(position: Position, price: Price | undefined): Static<typeof PositionSchema> {
  return {
    symbol: position.symbol,
    quantity: formatMicros(totalQuantity(position)),
    available_quantity: formatMicros(position.availableMicros),
    average_entry_price: formatMoney(position.averageEntryPriceMicros),
    market_price: price === undefined ? null : formatMoney(price.priceMicros),
    market_value: price === undefined ? null : formatMoney(marketValue(position, price.priceMicros)),
    unrealized_profit: price === undefined ? null : formatMoney(unrealizedProfit(position, price.priceMicros)),
    realized_profit: formatMoney(position.realizedProfitMicros),
  };
}

const LEDGER_NAMES: Readonly<Record<LedgerAccount, string>> = {
  cashAvailable: 'available',
  cashHeld: 'held',
  cashExternal: 'external',
  cashVenue: 'venue',
  cashFees: 'fees',
  sharesAvailable: 'available',
  sharesHeld: 'held',
  sharesVenue: 'venue',
};

/** A journal transaction with the entries that are not zero. */
export function journalJson(transaction: JournalTransaction): Static<typeof JournalTransactionSchema> {
  const { movement, after } = transaction;
  const { fill, symbol } = movement;
  return {
    id: `${transaction.partition}-${transaction.sequence}`,
    kind: movement.kind,
    reference: movement.reference,
    symbol,
    entries: LEDGER_ACCOUNTS.filter((account) => movement.entries[account] !== 0n).map((account) => ({
      account: LEDGER_NAMES[account],
      asset: account.startsWith('cash') ? CURRENCY : (symbol ?? ''),
      amount: account.startsWith('cash')
        ? formatMoney(movement.entries[account])
        : formatMicros(movement.entries[account]),
    })),
    price:
      fill === null
        ? null
        : { value: formatMoney(fill.priceMicros), source: fill.source, as_of: formatTime(fill.asOfMs) },
    cash_after: formatMoney(after.cashAvailableMicros + after.cashHeldMicros),
    recorded_at: formatTime(transaction.recordedAtMs),
    hash: transaction.hash,
  };
}

/** Equity at some moments. */
export function equityHistoryJson(points: readonly EquityPoint[]): Static<typeof EquityHistorySchema> {
  return {
    items: points.map(({ atMs, cashMicros, marketValueMicros }) => ({
      at: formatTime(atMs),
      cash: formatMoney(cashMicros),
      market_value: formatMoney(marketValueMicros),
      equity: formatMoney(cashMicros + marketValueMicros),
    })),
  };
}
