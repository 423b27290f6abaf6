import type { Migration } from 'kysely/migration';
import { up as log } from './0001-log.ts';
import { up as identity } from './0002-identity.ts';
import { up as market } from './0003-market.ts';
import { up as books } from './0004-books.ts';
import { up as trades } from './0005-trades.ts';
import { up as marketOperations } from './0006-market-operations.ts';
import { up as candlesAndCatalogue } from './0007-candles-and-catalogue.ts';
import { up as movedTopics } from './0008-moved-topics.ts';
import { up as tradeAudit } from './0009-trade-audit.ts';
import { up as transactionsInOneTrip } from './0010-transactions-in-one-trip.ts';
import { up as ordersByTheirKey } from './0011-orders-by-their-key.ts';
import { up as sessions } from './0012-sessions.ts';
import { up as logLayouts } from './0013-log-layouts.ts';
import { up as logWithoutIndexOnTime } from './0014-log-without-index-on-time.ts';
import { up as appendAt } from './0015-append-at.ts';
import { up as chainInOrder } from './0016-chain-in-order.ts';
import { up as logWithoutFunctions } from './0017-log-without-functions.ts';
import { up as filledValue } from './0018-filled-value.ts';
import { up as tradesOnceByMaturity } from './0019-trades-once-by-maturity.ts';
import { up as apiKeysOnce } from './0020-api-keys-once.ts';

/** All migrations by name, in the order of their names; forward only. A migration that was released is never edited. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-log': { up: log },
  '0002-identity': { up: identity },
  '0003-market': { up: market },
  '0004-books': { up: books },
  '0005-trades': { up: trades },
  '0006-market-operations': { up: marketOperations },
  '0007-candles-and-catalogue': { up: candlesAndCatalogue },
  '0008-moved-topics': { up: movedTopics },
  '0009-trade-audit': { up: tradeAudit },
  '0010-transactions-in-one-trip': { up: transactionsInOneTrip },
  '0011-orders-by-their-key': { up: ordersByTheirKey },
  '0012-sessions': { up: sessions },
  '0013-log-layouts': { up: logLayouts },
  '0014-log-without-index-on-time': { up: logWithoutIndexOnTime },
  '0015-append-at': { up: appendAt },
  '0016-chain-in-order': { up: chainInOrder },
  '0017-log-without-functions': { up: logWithoutFunctions },
  '0018-filled-value': { up: filledValue },
  '0019-trades-once-by-maturity': { up: tradesOnceByMaturity },
  '0020-api-keys-once': { up: apiKeysOnce },
};
