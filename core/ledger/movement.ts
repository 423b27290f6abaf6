/**
 * The ledger accounts that a journal transaction can touch. `cash…` count millionths of the account currency, `shares…`
 * millionths of a share of the transaction's symbol. Available and held belong to the customer; external (the bank),
 * venue (the market) and fees (the house) are the other side.
 */
export const LEDGER_ACCOUNTS = [
  'cashAvailable',
  'cashHeld',
  'cashExternal',
  'cashVenue',
  'cashFees',
  'sharesAvailable',
  'sharesHeld',
  'sharesVenue',
] as const;

export type LedgerAccount = (typeof LEDGER_ACCOUNTS)[number];

/** One signed amount for each ledger account; in a balanced transaction the cash adds up to zero and so do the shares. */
export type Entries = Readonly<Record<LedgerAccount, bigint>>;

/** What caused a movement of money or shares. */
export type MovementKind = 'deposit' | 'withdrawal' | 'hold' | 'release' | 'fill';

/** The price of a fill and where it came from. */
export interface FillPrice {
  readonly priceMicros: bigint;
  readonly source: string;
  readonly asOfMs: number;
}

/** A double-entry transaction before it is recorded: what moves, why, and for which order or cash transaction. */
export interface Movement {
  readonly kind: MovementKind;
  /** Order id for hold, release and fill; transaction id for deposit and withdrawal. */
  readonly reference: string;
  /** The symbol of the order; null for cash alone. */
  readonly symbol: string | null;
  readonly entries: Entries;
  /** Present on fills only. */
  readonly fill: FillPrice | null;
}

const NO_ENTRIES: Entries = {
  cashAvailable: 0n,
  cashHeld: 0n,
  cashExternal: 0n,
  cashVenue: 0n,
  cashFees: 0n,
  sharesAvailable: 0n,
  sharesHeld: 0n,
  sharesVenue: 0n,
};

/** Entries with the amounts given and zero elsewhere. */
export function entriesOf(amounts: Partial<Record<LedgerAccount, bigint>>): Entries {
  return { ...NO_ENTRIES, ...amounts };
}

/** What the cash and the shares of some entries add up to: zero and zero, or the books are wrong. */
export function imbalanceOf(entries: Entries): { readonly cashMicros: bigint; readonly sharesMicros: bigint } {
  return {
    cashMicros: entries.cashAvailable + entries.cashHeld + entries.cashExternal + entries.cashVenue + entries.cashFees,
    sharesMicros: entries.sharesAvailable + entries.sharesHeld + entries.sharesVenue,
  };
}
