import type { JournalHead, JournalTransaction } from '@bourse/core/ledger/journal.ts';
import type { MovementKind } from '@bourse/core/ledger/movement.ts';
import type { Column } from '../rows.ts';

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

/** All columns of `journal`. */
export const JOURNAL_COLUMNS: readonly Column<JournalTransaction>[] = [
  ['account_id', 'uuid', (transaction) => transaction.accountId],
  ['recorded_at_ms', 'bigint', (transaction) => transaction.recordedAtMs],
  ['sequence', 'bigint', (transaction) => transaction.sequence],
  ['partition', 'integer', (transaction) => transaction.partition],
  ['kind', 'text', ({ movement }) => movement.kind],
  ['reference', 'uuid', ({ movement }) => movement.reference],
  ['symbol', 'text', ({ movement }) => movement.symbol],
  ['cash_available', 'bigint', ({ movement }) => movement.entries.cashAvailable],
  ['cash_held', 'bigint', ({ movement }) => movement.entries.cashHeld],
  ['cash_external', 'bigint', ({ movement }) => movement.entries.cashExternal],
  ['cash_venue', 'bigint', ({ movement }) => movement.entries.cashVenue],
  ['cash_fees', 'bigint', ({ movement }) => movement.entries.cashFees],
  ['shares_available', 'bigint', ({ movement }) => movement.entries.sharesAvailable],
  ['shares_held', 'bigint', ({ movement }) => movement.entries.sharesHeld],
  ['shares_venue', 'bigint', ({ movement }) => movement.entries.sharesVenue],
  ['fill_price_micros', 'bigint', ({ movement }) => movement.fill?.priceMicros ?? null],
  ['fill_price_source', 'text', ({ movement }) => movement.fill?.source ?? null],
  ['fill_price_as_of_ms', 'bigint', ({ movement }) => movement.fill?.asOfMs ?? null],
  ['cash_available_after', 'bigint', ({ after }) => after.cashAvailableMicros],
  ['cash_held_after', 'bigint', ({ after }) => after.cashHeldMicros],
  ['shares_available_after', 'bigint', ({ after }) => after.shares?.availableMicros ?? null],
  ['shares_held_after', 'bigint', ({ after }) => after.shares?.heldMicros ?? null],
  ['average_entry_price_after', 'bigint', ({ after }) => after.shares?.averageEntryPriceMicros ?? null],
  ['realized_profit_after', 'bigint', ({ after }) => after.shares?.realizedProfitMicros ?? null],
  ['hash', 'bytea', ({ hash }) => `\\x${hash}`],
];

/** All columns of `journal_heads`. */
export const HEAD_COLUMNS: readonly Column<JournalHead>[] = [
  ['partition', 'integer', (head) => head.partition],
  ['sequence', 'bigint', (head) => head.sequence],
  ['hash', 'bytea', (head) => `\\x${head.hash}`],
];

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
