import { migrate } from '@bourse/postgres/migrate.ts';
import type { BourseProcess, Environment } from './bourse-process.ts';
import { startBourse } from './bourse-process.ts';
import type { PrivateServer } from './private-server.ts';
import { startPrivateServer } from './private-server.ts';
import { createTemporaryDirectory } from './temporary-directory.ts';
import type { TraderClient } from './trader-client.ts';
import { createTraderTokens } from './trader-tokens.ts';

/** A database server of its own, and what it takes to run the roles of Bourse on it as processes. */
export interface TradingSite {
  readonly server: PrivateServer;
  /** What every process of the site is started with. */
  readonly environment: Environment;
  /** Starts a role, or all of them in one process ('start'); what is started here is killed when the site is closed. */
  start(role: 'api' | 'worker' | 'feed' | 'start', more?: Environment): BourseProcess;
  /** A new trader who talks to the API wherever it is at the moment. */
  trader(url: () => Promise<string> | string): TraderClient;
  close(): Promise<void>;
}

/** Opens a site with an empty, current schema and no process yet. */
export async function openTradingSite(settings: Environment = {}): Promise<TradingSite> {
  const [server, directory, tokens] = await Promise.all([
    startPrivateServer(),
    createTemporaryDirectory(),
    createTraderTokens(),
  ]);
  await migrate(server.database);
  const environment = {
    DATABASE_URL: server.url,
    BOURSE_DATA_DIR: directory.path,
    BOURSE_PORT: '0',
    BOURSE_SIGNING_KEY: tokens.signingKey,
    ...settings,
  };
  const processes: BourseProcess[] = [];
  return {
    server,
    environment,
    start(role, more = {}) {
      const started = startBourse([role], { ...environment, ...more });
      processes.push(started);
      return started;
    },
    trader: (url) => tokens.trader(url),
    async close() {
      await Promise.all(processes.map((started) => started.kill()));
      await server.close();
      await directory.remove();
    },
  };
}
