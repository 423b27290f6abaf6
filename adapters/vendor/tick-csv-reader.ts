import type { VendorTick } from '@bourse/application/ports/tick-source.ts';
import { parseTime } from '@bourse/core/time/utc.ts';
import { readVendorPrice } from './vendor-price.ts';

const SYMBOL = /^[A-Z0-9][A-Z0-9.-]{0,15}$/;
const COLUMNS = ['symbol', 'price', 'as_of'] as const;
type Column = (typeof COLUMNS)[number];

/**
 * Makes a reader of CSV lines with the columns symbol, price (decimal) and as_of (RFC 3339, or whole epoch milliseconds), in this order or in that of a
 * first line that names them; other columns are passed over. Answers 'header' for that line and undefined for one that is no tick; a
 * price that is no number is null, and for the quarantine.
 */
export function createTickCsvReader(): (line: string) => VendorTick | 'header' | undefined {
  let places: Readonly<Record<Column, number>> | undefined;
  return (line) => {
    const cells = line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (places === undefined) {
      const named = placesOf(cells);
      places = named ?? { symbol: 0, price: 1, as_of: 2 };
      if (named !== undefined) return 'header';
    }
    const symbol = cells[places.symbol] ?? '';
    const asOfMs = timeOf(cells[places.as_of] ?? '');
    if (!SYMBOL.test(symbol) || asOfMs === undefined) return undefined;
    return { symbol, priceMicros: readVendorPrice(cells[places.price]), asOfMs };
  };
}

function placesOf(cells: readonly string[]): Readonly<Record<Column, number>> | undefined {
  const [symbol = -1, price = -1, as_of = -1] = COLUMNS.map((column) => cells.indexOf(column));
  return symbol < 0 || price < 0 || as_of < 0 ? undefined : { symbol, price, as_of };
}

function timeOf(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : parseTime(text);
}
