import type { JournalTransaction } from '@bourse/core/ledger/journal.ts';
import type { MovementKind } from '@bourse/core/ledger/movement.ts';

/** A row of the table `journal` as the driver returns it, the hash in hexadecimal. */
export interface JournalRow {
  readonly account_id: string;
  readonly recorded_at_ms: bigint;
  readonly sequence: bigint;
  readonly partition: number;
  readonly kind: string;
  readonly reference: string;
  readonly symbol: string | null;
  readonly cash_available: bigint;
  readonly cash_held: bigint;
  readonly cash_external: bigint;
  readonly cash_venue: bigint;
  readonly cash_fees: bigint;
  readonly shares_available: bigint;
  readonly shares_held: bigint;
  readonly shares_venue: bigint;
  readonly fill_price_micros: bigint | null;
  readonly fill_price_source: string | null;
  readonly fill_price_as_of_ms: bigint | null;
  readonly cash_available_after: bigint;
  readonly cash_held_after: bigint;
  readonly shares_available_after: bigint | null;
  readonly shares_held_after: bigint | null;
  readonly average_entry_price_after: bigint | null;
  readonly realized_profit_after: bigint | null;
  readonly hash: string;
}

/** What to select to get a JournalRow. */
export const JOURNAL_SELECTION = `account_id, recorded_at_ms, sequence, partition, kind, reference, symbol, cash_available, cash_held,
  cash_external, cash_venue, cash_fees, shares_available, shares_held, shares_venue, fill_price_micros, fill_price_source,
  fill_price_as_of_ms, cash_available_after, cash_held_after, shares_available_after, shares_held_after,
  average_entry_price_after, realized_profit_after, encode(hash, 'hex') AS hash`;

/** Columns and types of `journal`, in the order in which `journalToRow` writes them. */
export const JOURNAL_COLUMNS = `account_id uuid, recorded_at_ms bigint, sequence bigint, partition integer, kind text, reference uuid,
  symbol text, cash_available bigint, cash_held bigint, cash_external bigint, cash_venue bigint, cash_fees bigint,
  shares_available bigint, shares_held bigint, shares_venue bigint, fill_price_micros bigint, fill_price_source text,
  fill_price_as_of_ms bigint, cash_available_after bigint, cash_held_after bigint, shares_available_after bigint,
  shares_held_after bigint, average_entry_price_after bigint, realized_profit_after bigint, hash bytea`;

/** Writes a journal transaction as a JSON row. */
export function journalToRow(transaction: JournalTransaction): Readonly<Record<string, unknown>> {
  const { movement, after } = transaction;
  const { entries, fill } = movement;
  return {
    account_id: transaction.accountId,
    recorded_at_ms: transaction.recordedAtMs,
    sequence: transaction.sequence.toString(),
    partition: transaction.partition,
    kind: movement.kind,
    reference: movement.reference,
    symbol: movement.symbol,
    cash_available: entries.cashAvailable.toString(),
    cash_held: entries.cashHeld.toString(),
    cash_external: entries.cashExternal.toString(),
    cash_venue: entries.cashVenue.toString(),
    cash_fees: entries.cashFees.toString(),
    shares_available: entries.sharesAvailable.toString(),
    shares_held: entries.sharesHeld.toString(),
    shares_venue: entries.sharesVenue.toString(),
    fill_price_micros: fill?.priceMicros.toString() ?? null,
    fill_price_source: fill?.source ?? null,
    fill_price_as_of_ms: fill?.asOfMs ?? null,
    cash_available_after: after.cashAvailableMicros.toString(),
    cash_held_after: after.cashHeldMicros.toString(),
    shares_available_after: after.shares?.availableMicros.toString() ?? null,
    shares_held_after: after.shares?.heldMicros.toString() ?? null,
    average_entry_price_after: after.shares?.averageEntryPriceMicros.toString() ?? null,
    realized_profit_after: after.shares?.realizedProfitMicros.toString() ?? null,
    hash: `\\x${transaction.hash}`,
  };
}

/** Reads a journal transaction from its row. */
export function journalFromRow(row: JournalRow): JournalTransaction {
  const { fill_price_micros: priceMicros } = row;
  return {
    accountId: row.account_id,
    partition: row.partition,
    sequence: row.sequence,
    recordedAtMs: Number(row.recorded_at_ms),
    movement: {
      kind: row.kind as MovementKind,
      reference: row.reference,
      symbol: row.symbol,
      entries: {
        cashAvailable: row.cash_available,
        cashHeld: row.cash_held,
        cashExternal: row.cash_external,
        cashVenue: row.cash_venue,
        cashFees: row.cash_fees,
        sharesAvailable: row.shares_available,
        sharesHeld: row.shares_held,
        sharesVenue: row.shares_venue,
      },
      fill:
        priceMicros === null
          ? null
          : { priceMicros, source: row.fill_price_source ?? '', asOfMs: Number(row.fill_price_as_of_ms) },
    },
    after: {
      cashAvailableMicros: row.cash_available_after,
      cashHeldMicros: row.cash_held_after,
      shares:
        row.shares_available_after === null
          ? null
          : {
              availableMicros: row.shares_available_after,
              heldMicros: row.shares_held_after ?? 0n,
              averageEntryPriceMicros: row.average_entry_price_after ?? 0n,
              realizedProfitMicros: row.realized_profit_after ?? 0n,
            },
    },
    hash: row.hash,
  };
}
