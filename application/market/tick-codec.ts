import { formatMicros, parseMicros } from '@bourse/core/money/decimal.ts';
import type { Price } from '@bourse/core/market/price.ts';
import type { LogRecord } from '../ports/log.ts';

/** The topic of live prices, keyed by symbol. */
export const MARKET_DATA_TOPIC = 'market-data';

/** Version of the shape below; a reader refuses one that it does not know. */
export const TICK_SCHEMA_VERSION = 1;
const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({});

/** Writes a price as a record of the market-data topic: `{"v":1,"symbol","price","source","as_of"}`, as_of in epoch milliseconds. */
export function encodeTick(price: Price): LogRecord {
  const symbol = JSON.stringify(price.symbol);
  const source = JSON.stringify(price.source);
  return {
    key: price.symbol,
    value: `{"v":${TICK_SCHEMA_VERSION},"symbol":${symbol},"price":"${formatMicros(price.priceMicros)}","source":${source},"as_of":${price.asOfMs}}`,
    headers: NO_HEADERS,
  };
}

/**
 * Reads a record of the market-data topic. Written by hand, since every price of every process goes through it.
 * Throws TypeError when it is no JSON object or a field is missing or of another type, RangeError when a field's value is impossible:
 * another version, a key that is not the symbol, a price that is not a positive decimal number, a time that is none.
 */
export function decodeTick(record: LogRecord): Price {
  const { v, symbol, price, source, as_of: asOfMs } = parseObject(record.value);
  if (v !== TICK_SCHEMA_VERSION) throw new RangeError(`tick has version ${String(v)}, expected ${TICK_SCHEMA_VERSION}`);
  if (typeof symbol !== 'string' || symbol === '') throw new TypeError('tick has no symbol');
  if (symbol !== record.key) throw new RangeError(`tick of ${symbol} is keyed by ${record.key}`);
  if (typeof price !== 'string') throw new TypeError(`tick of ${symbol} has no decimal string as price`);
  const priceMicros = parseMicros(price);
  if (priceMicros === undefined || priceMicros <= 0n) throw new RangeError(`tick of ${symbol} has the price ${price}`);
  if (typeof source !== 'string' || source === '') throw new TypeError(`tick of ${symbol} has no source`);
  if (typeof asOfMs !== 'number') throw new TypeError(`tick of ${symbol} has no time`);
  if (!Number.isSafeInteger(asOfMs) || asOfMs < 0) throw new RangeError(`tick of ${symbol} has the time ${asOfMs}`);
  return { symbol, priceMicros, source, asOfMs };
}

interface TickJson {
  readonly v?: unknown;
  readonly symbol?: unknown;
  readonly price?: unknown;
  readonly source?: unknown;
  readonly as_of?: unknown;
}

function parseObject(value: string): TickJson {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch (cause) {
    throw new TypeError('tick is not JSON', { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new TypeError('tick is not an object');
  return parsed;
}
