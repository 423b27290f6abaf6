import { MARKET_GROUP } from '@bourse/application/market/market-processor.ts';
import { MARKET_DATA_TOPIC } from '@bourse/application/market/tick-codec.ts';
import type { ConsumerGroup } from '@bourse/application/operations/operations-report.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { ORDERS_GROUP } from '@bourse/application/orders/orders-processor.ts';
import { RELAY_GROUP } from '@bourse/application/processing/relay.ts';
import { TRADES_GROUP, TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import type { Storage } from './open-storage.ts';

/** The groups that consume the log, wherever their members run. */
export function consumerGroups({ remote }: Pick<Storage, 'remote'>): readonly ConsumerGroup[] {
  const relays = remote === null ? [] : remote.routes.map(({ from }) => ({ group: RELAY_GROUP, topic: from }));
  return [
    { group: ORDERS_GROUP, topic: ORDERS_TOPIC },
    { group: MARKET_GROUP, topic: MARKET_DATA_TOPIC },
    { group: TRADES_GROUP, topic: TRADES_TOPIC },
    ...relays,
  ];
}
