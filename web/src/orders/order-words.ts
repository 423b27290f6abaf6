import { moneyText, quantityText } from '../design/decimal-text.ts';
import type { Order } from './orders.ts';

/** What a status is called. */
export const STATUS_WORDS: Readonly<Record<Order['status'], string>> = {
  accepted: 'accepted',
  open: 'open',
  partially_filled: 'partly filled',
  filled: 'filled',
  cancelled: 'cancelled',
  expired: 'expired',
  rejected: 'rejected',
};

/** What a reason means for the one whose order it is, and what can be done. */
export const REASON_WORDS: Readonly<Record<NonNullable<Order['reason']>, string>> = {
  'unknown-symbol': 'There is no instrument of this symbol.',
  'instrument-halted': 'Trading in this instrument is halted.',
  'price-unavailable': 'There is no price of this instrument yet.',
  'price-stale': 'The newest price is too old to trade on. Try again later.',
  'price-moved': 'The market had moved too far from the price you saw.',
  'notional-too-large': 'Price times quantity is above the limit for one order.',
  'insufficient-buying-power': 'There is not enough buying power. Open orders hold theirs.',
  'insufficient-quantity': 'You have too few shares to sell. Open orders hold theirs.',
  'balance-too-large': 'The account would hold more than can be counted.',
  'not-filled-immediately': 'It could not be filled at once, as it was told to.',
};

export const TYPE_WORDS: Readonly<Record<Order['type'], string>> = {
  market: 'Market',
  limit: 'Limit',
  stop: 'Stop',
  stop_limit: 'Stop limit',
};

export const TIME_IN_FORCE_WORDS: Readonly<Record<Order['time_in_force'], string>> = {
  day: 'Day',
  gtc: 'Until cancelled',
  ioc: 'Fill now, cancel the rest',
  fok: 'All now or nothing',
};

/** What has happened to an order, in one sentence. */
export function outcomeText(order: Order): string {
  const { side, symbol, quantity, filled_quantity: filled, average_fill_price: price, status, reason } = order;
  const name = `${side === 'buy' ? 'Buy' : 'Sell'} ${quantityText(quantity)} ${symbol}`;
  const why = reason === null ? '' : ` ${REASON_WORDS[reason]}`;
  const part = price === null ? '' : `${quantityText(filled)} filled at ${moneyText(price)}`;
  switch (status) {
    case 'accepted':
      return `${name}: accepted.`;
    case 'open':
      return `${name}: open, waits for its price.`;
    case 'partially_filled':
      return `${name}: ${part}, the rest waits.`;
    case 'filled':
      return `${name}: filled at ${price === null ? 'no price' : moneyText(price)}.`;
    case 'cancelled':
      return `${name}: cancelled${part === '' ? '' : `, ${part}`}.${why}`;
    case 'expired':
      return `${name}: expired${part === '' ? '' : `, ${part}`}.`;
    case 'rejected':
      return `${name}: rejected.${why}`;
  }
}
