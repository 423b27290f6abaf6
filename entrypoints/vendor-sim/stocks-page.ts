import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Quote, SimulatedMarket } from './simulated-market.ts';

const cursor = Compile(
  Type.Object({ symbol: Type.String({ minLength: 1, maxLength: 32 }) }, { additionalProperties: false }),
);

/** Some instruments of the catalogue and the cursor behind them, null at the end. */
export interface StocksPage {
  readonly quotes: readonly Quote[];
  readonly nextToken: string | null;
}

/**
 * Cuts the page behind a cursor out of the market: base64 of `{"symbol": "CSCO"}`, the last symbol of the page before; null begins.
 * Undefined when the cursor is none.
 */
export function stocksPage(market: SimulatedMarket, token: string | null, pageSize: number): StocksPage | undefined {
  const last = token === null ? null : readCursor(token);
  if (last === undefined) return undefined;
  const behind = market.after(last);
  const quotes = behind.slice(0, pageSize);
  const end = quotes.at(-1);
  const more = behind.length > quotes.length && end !== undefined;
  return { quotes, nextToken: more ? writeCursor(end.instrument.symbol) : null };
}

function writeCursor(symbol: string): string {
  return Buffer.from(JSON.stringify({ symbol })).toString('base64');
}

function readCursor(token: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    return cursor.Check(parsed) ? parsed.symbol : undefined;
  } catch {
    return undefined;
  }
}
