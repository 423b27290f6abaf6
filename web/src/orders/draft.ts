import { parseMicros } from '@bourse/core/money/decimal.ts';
import { readDecimal } from './decimal-input.ts';
import type { Order } from './orders.ts';
import type { TicketTerms } from './ticket-estimate.ts';

/** What is typed into a ticket, as it is typed. */
export interface Draft {
  readonly side: Order['side'];
  readonly type: Order['type'];
  readonly timeInForce: Order['time_in_force'];
  readonly quantity: string;
  readonly limitPrice: string;
  readonly stopPrice: string;
  /** Whether the order is refused when the market has moved too far from the price that is shown. */
  readonly checksPrice: boolean;
}

export const EMPTY_DRAFT: Draft = {
  side: 'buy',
  type: 'market',
  timeInForce: 'day',
  quantity: '',
  limitPrice: '',
  stopPrice: '',
  checksPrice: true,
};

/** What is wrong with a draft, by field. */
export type DraftFaults = Readonly<Partial<Record<'quantity' | 'limitPrice' | 'stopPrice', string>>>;

const NO_NUMBER = 'Enter a number above zero with up to 13 digits and 6 decimals, without separators of thousands.';
const LEAST_QUANTITY_MICROS = 1_000n;
const LEAST_QUANTITY = 'Enter at least 0.001.';

/** Reads a draft; all that is wrong with it, or its terms. */
export function readDraft(
  draft: Draft,
  locale: string,
): { readonly terms: TicketTerms } | { readonly faults: DraftFaults } {
  const quantity = readDecimal(draft.quantity, locale);
  const limitPrice = hasLimit(draft.type) ? readDecimal(draft.limitPrice, locale) : null;
  const stopPrice = hasStop(draft.type) ? readDecimal(draft.stopPrice, locale) : null;
  const faults: { -readonly [Field in keyof DraftFaults]: DraftFaults[Field] } = {};
  if (quantity === null) faults.quantity = NO_NUMBER;
  else if (isBelowLeast(quantity)) faults.quantity = LEAST_QUANTITY;
  if (hasLimit(draft.type) && limitPrice === null) faults.limitPrice = NO_NUMBER;
  if (hasStop(draft.type) && stopPrice === null) faults.stopPrice = NO_NUMBER;
  if (quantity === null || Object.keys(faults).length > 0) return { faults };
  return { terms: { side: draft.side, type: draft.type, quantity, limitPrice, stopPrice } };
}

export function hasLimit(type: Order['type']): boolean {
  return type === 'limit' || type === 'stop_limit';
}

export function hasStop(type: Order['type']): boolean {
  return type === 'stop' || type === 'stop_limit';
}

/** The times in force that an order of this type can have: filled at once or not is for those that can be. */
export function timesInForce(type: Order['type']): readonly Order['time_in_force'][] {
  return hasStop(type) ? ['day', 'gtc'] : ['day', 'gtc', 'ioc', 'fok'];
}

function isBelowLeast(quantity: string): boolean {
  return (parseMicros(quantity) ?? 0n) < LEAST_QUANTITY_MICROS;
}
