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

/** What is wrong with the order of pages: one is sent again in place of that behind it, or its cursor leads past the next one. */
export type PageFlaw = 'duplicate-page' | 'missing-page';

/**
 * Cuts the page behind a cursor out of the market: base64 of `{"symbol": "CSCO"}`, the last symbol of the page before; null begins.
 * Undefined when the cursor is none. The first page is never a duplicate, and the last one never leads past another.
 */
export function stocksPage(
  market: SimulatedMarket,
  token: string | null,
  { pageSize, flaw }: { readonly pageSize: number; readonly flaw?: PageFlaw },
): StocksPage | undefined {
  const last = token === null ? null : readCursor(token);
  if (last === undefined) return undefined;
  const behind = market.after(last);
  if (flaw === 'duplicate-page' && token !== null) {
    const all = market.after(null);
    const before = all.slice(0, all.length - behind.length);
    return { quotes: before.slice(-pageSize), nextToken: token };
  }
  const covered = flaw === 'missing-page' ? 2 * pageSize : pageSize;
  const end = behind[covered - 1];
  const more = behind.length > covered && end !== undefined;
  return { quotes: behind.slice(0, pageSize), nextToken: more ? writeCursor(end.instrument.symbol) : null };
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
