import { createAcceptPrice } from '@bourse/application/market/accept-price.ts';
import { createChangeStatus } from '@bourse/application/market/change-status.ts';
import { createMarketStatus } from '@bourse/application/market/market-status.ts';
import { createPostgresFeedReports } from '@bourse/postgres/market/postgres-feed-reports.ts';
import { createPostgresInstrumentControl } from '@bourse/postgres/market/postgres-instrument-control.ts';
import { createPostgresQuarantineStore } from '@bourse/postgres/market/postgres-quarantine-store.ts';
import { createPostgresTransactions } from '@bourse/postgres/postgres-transactions.ts';
import type { MarketOperationsDependencies } from '../http/market-operations-routes.ts';
import type { Foundation } from './foundation.ts';
import { logLateFailure } from './late-failures.ts';

/** What the operators of the market work with. */
export function composeMarketOperations(foundation: Foundation): MarketOperationsDependencies {
  const { storage, prices, clock, logger, tradingRules } = foundation;
  const { database, log } = storage;
  const quarantine = createPostgresQuarantineStore(database);
  const control = createPostgresInstrumentControl(database);
  const transactions = createPostgresTransactions(database, logLateFailure(logger));
  const ports = { quarantine, control, transactions, log, prices, clock, logger };
  return {
    status: createMarketStatus({
      prices,
      reports: createPostgresFeedReports(database),
      quarantine,
      clock,
      maxPriceAgeMs: tradingRules.maxPriceAgeMs,
    }),
    acceptPrice: createAcceptPrice(ports, tradingRules.priceToleranceMicros),
    changeStatus: createChangeStatus(ports),
    quarantine,
    control,
    clock,
  };
}
