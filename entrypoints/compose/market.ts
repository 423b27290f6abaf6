import { createCatalogue } from '@bourse/application/market/catalogue.ts';
import { createPostgresCandleStore } from '@bourse/postgres/market/postgres-candle-store.ts';
import { createPostgresCatalogueHistory } from '@bourse/postgres/market/postgres-catalogue-history.ts';
import type { SigningKey } from '@bourse/runtime/signing-key.ts';
import { createTextSigner } from '@bourse/runtime/text-signer.ts';
import type { CandleDependencies } from '../http/candle-routes.ts';
import { createCatalogueCursors } from '../http/catalogue-cursor-codec.ts';
import type { MarketDependencies } from '../http/market-routes.ts';
import type { Foundation } from './foundation.ts';

/** What the routes of the market work with. Processes that share the signing key go on with each other's walks. */
export function composeMarket(foundation: Foundation, key: SigningKey): MarketDependencies & CandleDependencies {
  const { storage, prices, clock, meter, logger, tradingRules } = foundation;
  const history = createPostgresCatalogueHistory(storage.database);
  return {
    prices,
    catalogue: createCatalogue({ history, clock, meter, logger }),
    cursors: createCatalogueCursors(createTextSigner(key, 'catalogue cursors'), clock),
    candles: createPostgresCandleStore(storage.database),
    clock,
    maxPriceAgeMs: tradingRules.maxPriceAgeMs,
  };
}
