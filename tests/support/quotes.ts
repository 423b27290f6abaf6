import { parseMicros } from '@bourse/core/money/decimal.ts';
import type { Database } from '@bourse/postgres/database.ts';
import { createPostgresMarketStore } from '@bourse/postgres/market/postgres-market-store.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';

/**
 * Stores instruments with a price of now, as if a feed had brought them: enough to trade on for as long as a price is fresh, and without
 * a feed nothing moves it. Processes that start afterwards know them.
 */
export async function storeQuotes(database: Database, prices: Readonly<Record<string, string>>): Promise<void> {
  const market = createPostgresMarketStore(database);
  const asOfMs = Date.now();
  await market.saveInstruments(
    Object.keys(prices).map((symbol) => ({
      symbol,
      name: `${symbol} Incorporated`,
      exchange: 'XNAS',
      sector: 'Industrials',
      status: 'active',
    })),
  );
  const quotes = Object.entries(prices).map(([symbol, price]) => {
    return { symbol, priceMicros: parseMicros(price)!, source: 'test', asOfMs };
  });
  await createPostgresTransactions(database).run((transaction) => market.savePrices(transaction, quotes));
}
