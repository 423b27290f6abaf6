import type { TradeField } from '@bourse/client/trade-fields.ts';
import { TRADE_FIELDS } from '@bourse/client/trade-fields.ts';

/** The fields for a reader. */
export const FIELD_LABELS: Readonly<Record<TradeField, string>> = {
  trade_id: 'Trade id',
  version: 'Version',
  counterparty_id: 'Counterparty',
  book_id: 'Book',
  maturity_date: 'Maturity date',
  created_date: 'Created date',
};

/** Something that is wrong with a trade: at a field, or with all of it (null). */
export interface TradeFault {
  readonly field: TradeField | null;
  /** Follows the name of the field, "must be …", unless it is a sentence of its own. */
  readonly message: string;
  readonly isSentence?: true;
}

/** Faults as the API tells them, by the fields that they are about. */
export function faultsOf(
  errors: readonly { readonly pointer: string; readonly message: string }[],
): readonly TradeFault[] {
  return errors.map(({ pointer, message }) => ({
    field: TRADE_FIELDS.find((field) => pointer === `/${field}`) ?? null,
    message,
  }));
}

/** The faults of one field in one text; undefined when there are none. */
export function faultAt(faults: readonly TradeFault[], field: TradeField | null): string | undefined {
  const messages = faults.filter((fault) => fault.field === field).map(({ message }) => message);
  return messages.length === 0 ? undefined : messages.join('; ');
}
