import type { JournalTransaction } from './account.ts';

/** One fill, as the journal has it. */
export interface Execution {
  readonly id: string;
  readonly orderId: string;
  readonly at: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly price: string;
  readonly commission: string;
  readonly source: string;
  readonly priceAsOf: string;
}

/** What was read of transactions, as long as they are there: the same each time, so that what is known of an execution stays known. */
const known = new WeakMap<JournalTransaction, Execution | null>();

/** What a journal transaction says of a fill; null when it is none. */
export function executionOf(transaction: JournalTransaction): Execution | null {
  const before = known.get(transaction);
  if (before !== undefined) return before;
  const execution = readExecution(transaction);
  known.set(transaction, execution);
  return execution;
}

function readExecution(transaction: JournalTransaction): Execution | null {
  const { id, kind, reference, symbol, price, entries, recorded_at: at } = transaction;
  if (kind !== 'fill' || symbol === null || price === null) return null;
  const shares = entries.find(({ account, asset }) => account === 'venue' && asset === symbol)?.amount;
  if (shares === undefined) return null;
  return {
    id,
    orderId: reference,
    at,
    symbol,
    // What the venue gives, the customer gets.
    side: shares.startsWith('-') ? 'buy' : 'sell',
    quantity: shares.replace('-', ''),
    price: price.value,
    commission: entries.find(({ account }) => account === 'fees')?.amount ?? '0.00',
    source: price.source,
    priceAsOf: price.as_of,
  };
}
