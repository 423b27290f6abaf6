import { createAcceptPrice } from '@bourse/application/market/accept-price.ts';
import { createChangeStatus } from '@bourse/application/market/change-status.ts';
import { createMarketStatus } from '@bourse/application/market/market-status.ts';
import type { PriceBook } from '@bourse/application/market/price-book.ts';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { FeedReports } from '@bourse/application/ports/feed-reports.ts';
import type { Log } from '@bourse/application/ports/log.ts';
import type { QuarantineStore } from '@bourse/application/ports/quarantine-store.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import type { TradingRules } from '@bourse/core/orders/trading-rules.ts';
import type { MemoryCatalogue } from '@bourse/memory/memory-catalogue.ts';
import { createMemoryFeedReports } from '@bourse/memory/memory-feed-reports.ts';
import { createMemoryInstrumentControl } from '@bourse/memory/memory-instrument-control.ts';
import { createMemoryQuarantineStore } from '@bourse/memory/memory-quarantine-store.ts';
import type { MarketOperationsDependencies } from '../market-operations-routes.ts';

/** What the operators of the market work with, and what stands behind it for a test to fill. */
export interface MemoryMarketOperations extends MarketOperationsDependencies {
  readonly quarantine: QuarantineStore;
  readonly reports: FeedReports;
}

/** Makes it over a market in memory. */
export function createMemoryMarketOperations(market: {
  readonly catalogue: MemoryCatalogue;
  readonly transactions: Transactions;
  readonly log: Log;
  readonly prices: PriceBook;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly rules: TradingRules;
}): MemoryMarketOperations {
  const { prices, clock, rules } = market;
  const quarantine = createMemoryQuarantineStore();
  const reports = createMemoryFeedReports();
  const control = createMemoryInstrumentControl(market.catalogue);
  const ports = { ...market, quarantine, control };
  return {
    status: createMarketStatus({ prices, reports, quarantine, clock, maxPriceAgeMs: rules.maxPriceAgeMs }),
    acceptPrice: createAcceptPrice(ports, rules.priceToleranceMicros),
    changeStatus: createChangeStatus(ports),
    quarantine,
    reports,
    control,
    clock,
  };
}
