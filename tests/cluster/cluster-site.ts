import { MARKET_GROUP } from '@bourse/application/market/market-processor.ts';
import { MARKET_DATA_TOPIC } from '@bourse/application/market/tick-codec.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import { ORDERS_GROUP } from '@bourse/application/orders/orders-processor.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { lagOf } from '@bourse/application/processing/log-upkeep.ts';
import { RELAY_GROUP } from '@bourse/application/processing/relay.ts';
import { openLog } from '@bourse/entrypoints/compose/open-log.ts';
import { readSettings } from '@bourse/entrypoints/config/settings-codec.ts';
import { createPostgresLogPositions } from '@bourse/postgres/log/postgres-log-positions.ts';
import type { FoundRecord } from '../contracts/log-reading.ts';
import { readAll } from '../contracts/log-reading.ts';
import type { TradingSite } from '../support/trading-site.ts';

/** The log of a site on the cluster profile, as somebody sees it who stands beside. */
export interface ClusterLog {
  /** Records that nobody has decided or published yet. */
  lag(): Promise<number>;
  /** The topic `executions` as it was written with the books. */
  written(): Promise<readonly FoundRecord[]>;
  /** The topic `executions` as it was published on Kafka. */
  published(): Promise<readonly FoundRecord[]>;
  close(): Promise<void>;
}

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

const GROUPS = [
  { group: ORDERS_GROUP, topic: ORDERS_TOPIC },
  { group: MARKET_GROUP, topic: MARKET_DATA_TOPIC },
  { group: RELAY_GROUP, topic: EXECUTIONS_TOPIC },
];

/** Opens it as a process of the site would, which appends nothing. */
export async function openClusterLog({ server, environment }: TradingSite): Promise<ClusterLog> {
  const opened = await openLog(server.database, readSettings(environment), undefined, silent);
  const { log, remote } = opened;
  if (remote === null) throw new TypeError('this site has no Kafka');
  const positions = createPostgresLogPositions(server.database);
  return {
    async lag() {
      const lags = await Promise.all(GROUPS.map(({ group, topic }) => lagOf({ log, positions }, group, topic)));
      return lags.reduce((sum, lag) => sum + lag);
    },
    written: () => readAll(log, EXECUTIONS_TOPIC),
    published: () => readAll(remote.log, EXECUTIONS_TOPIC),
    close: () => opened.close(),
  };
}
