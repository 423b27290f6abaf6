import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { Log } from '@bourse/application/ports/log.ts';
import { RELAY_GROUP } from '@bourse/application/processing/relay.ts';
import { openLog } from '@bourse/entrypoints/compose/open-log.ts';
import { readSettings } from '@bourse/entrypoints/config/settings-codec.ts';
import { createPostgresLogPositions } from '@bourse/postgres/log/postgres-log-positions.ts';
import type { FoundRecord } from '../contracts/log-reading.ts';
import { readAll } from '../contracts/log-reading.ts';
import type { SiteLog } from '../support/crash/site-log.ts';
import { siteLogOf } from '../support/crash/site-log.ts';
import type { TradingSite } from '../support/trading-site.ts';

/** The log of a site on the cluster profile, as somebody sees it who stands beside. Its lag counts what is not published yet, too. */
export interface ClusterLog extends SiteLog {
  readonly log: Log;
  /** The topic `executions` as it was published on Kafka. */
  published(): Promise<readonly FoundRecord[]>;
  close(): Promise<void>;
}

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Opens it as a process of the site would, which appends nothing. */
export async function openClusterLog({ server, environment }: TradingSite): Promise<ClusterLog> {
  const opened = await openLog(server.database, readSettings(environment), undefined, silent);
  const { log, remote } = opened;
  if (remote === null) throw new TypeError('this site has no Kafka');
  const positions = createPostgresLogPositions(server.database);
  return {
    ...siteLogOf(log, positions, [{ group: RELAY_GROUP, topic: EXECUTIONS_TOPIC }]),
    log,
    published: () => readAll(remote.log, EXECUTIONS_TOPIC),
    close: () => opened.close(),
  };
}
