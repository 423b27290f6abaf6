import type { VendorPage, VendorQuote } from '@bourse/application/ports/market-data.ts';
import type { VendorTick } from '@bourse/application/ports/tick-source.ts';
import { parseTime } from '@bourse/core/time/utc.ts';
import Type from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { readVendorPrice } from './vendor-price.ts';

const MAX_ITEMS = 10_000;
const MAX_TEXT = 200;

const pageSchema = Type.Object({
  data: Type.Object({
    items: Type.Array(Type.Unknown(), { maxItems: MAX_ITEMS }),
    nextToken: Type.Optional(Type.Union([Type.Null(), Type.String({ minLength: 1, maxLength: 1_024 })])),
  }),
});

/** Only what names it is demanded of an item; of every other field the best is made. */
const itemSchema = Type.Object({
  symbol: Type.String({ pattern: '^[A-Z0-9][A-Z0-9.-]{0,15}$' }),
  name: Type.Optional(Type.Unknown()),
  exchange: Type.Optional(Type.Unknown()),
  sector: Type.Optional(Type.Unknown()),
  price: Type.Optional(Type.Unknown()),
  asOf: Type.Optional(Type.Unknown()),
});

const pages = Compile(pageSchema);
const items = Compile(itemSchema);

/** A page as it was read, and how many of its items were left out because they name no instrument. */
export interface ReadPage {
  readonly page: VendorPage;
  readonly nameless: number;
}

/**
 * Reads one answer of `GET /stocks`. An item without a proper symbol is left out; any other fault of an item costs only the field
 * that has it: a price becomes null, a name the symbol, an exchange or sector the empty string, a time (or one yet to come) `nowMs`.
 * Undefined when the whole has not the vendor's shape.
 */
export function readPage(body: string, nowMs: number): ReadPage | undefined {
  const parsed = parseJson(body);
  if (!pages.Check(parsed)) return undefined;
  const proper = parsed.data.items.filter((item) => items.Check(item));
  const quotes = proper.map((item) => readQuote(item, nowMs));
  const nameless = parsed.data.items.length - quotes.length;
  return { page: { quotes, nextToken: parsed.data.nextToken ?? null }, nameless };
}

/** Reads one line of `GET /ticks`, with the same forbearance; undefined when it is no JSON object with a proper symbol. */
export function readTick(line: string, nowMs: number): VendorTick | undefined {
  const parsed = parseJson(line);
  return items.Check(parsed) ? tickOf(parsed, nowMs) : undefined;
}

function readQuote(item: Static<typeof itemSchema>, nowMs: number): VendorQuote {
  return {
    ...tickOf(item, nowMs),
    name: readText(item.name) ?? item.symbol,
    exchange: readText(item.exchange) ?? '',
    sector: readText(item.sector) ?? '',
  };
}

function tickOf({ symbol, price, asOf }: Static<typeof itemSchema>, nowMs: number): VendorTick {
  // A time in the future would keep every later price out.
  return { symbol, priceMicros: readVendorPrice(price), asOfMs: Math.min(nowMs, readTime(asOf) ?? nowMs) };
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= MAX_TEXT ? value : undefined;
}

/** RFC 3339, or whole epoch milliseconds. */
function readTime(value: unknown): number | undefined {
  if (typeof value === 'string') return parseTime(value);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
