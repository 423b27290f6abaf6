import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { findRunningEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import type { Database } from '@bourse/postgres/database.ts';
import type { VendorSimulator, VendorSimulatorOptions } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { BourseProcess, Environment } from './bourse-process.ts';
import { startBourse } from './bourse-process.ts';
import { copyPreparedDatabase } from './prepared-database.ts';
import { openTestDatabase } from './test-server.ts';
import { createTemporaryDirectory } from './temporary-directory.ts';
import type { TraderClient } from './trader-client.ts';
import { createTraderTokens } from './trader-tokens.ts';
import { until } from './until.ts';

/** A data directory, and what it takes to run `bourse` on it with the database that it brings. */
export interface EmbeddedSite {
  readonly directory: string;
  readonly vendor: VendorSimulator;
  /** Runs a command of `bourse`; what still runs when the site is closed is killed. */
  run(...command: readonly string[]): BourseProcess;
  /** A new trader who talks to the API wherever it is at the moment. */
  trader(url: () => Promise<string> | string): TraderClient;
  /** For looks into the database that a command runs at the moment; waits until it does. */
  database(): Promise<Database>;
  /** Ends the database server of the moment by kill -9; there may be none just then. */
  killDatabase(): void;
  close(): Promise<void>;
}

/** Opens a site that nothing runs on yet, with an empty database and a vendor of the demo's instruments unless told of others. */
export async function openEmbeddedSite(
  settings?: Environment,
  vendorOptions?: Omit<VendorSimulatorOptions, 'apiKey'>,
): Promise<EmbeddedSite> {
  const site = await openEmptySite(settings, vendorOptions);
  await copyPreparedDatabase(site.directory);
  return site;
}

/** The same with nothing in its data directory. */
export async function openEmptySite(
  settings: Environment = {},
  vendorOptions: Omit<VendorSimulatorOptions, 'apiKey'> = {},
): Promise<EmbeddedSite> {
  const [directory, tokens] = await Promise.all([createTemporaryDirectory(), createTraderTokens()]);
  const vendor = await startVendorSimulator({ ...vendorOptions, apiKey: 'key' });
  const processes: BourseProcess[] = [];
  const databases: Database[] = [];
  return {
    directory: directory.path,
    vendor,
    run(...command) {
      const started = startBourse(command, {
        BOURSE_DATA_DIR: directory.path,
        BOURSE_PORT: '0',
        BOURSE_SIGNING_KEY: tokens.signingKey,
        VENDOR_URL: vendor.url,
        VENDOR_API_KEY: 'key',
        ...settings,
      });
      processes.push(started);
      return started;
    },
    trader: (url) => tokens.trader(url),
    async database() {
      const connection = await until('a database server', () => findRunningEmbeddedPostgres(directory.path));
      const database = openTestDatabase(connection);
      databases.push(database);
      return database;
    },
    killDatabase() {
      const pid = serverOf(directory.path);
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
    async close() {
      await Promise.all(databases.map((database) => database.close()));
      await Promise.all(processes.map((started) => started.kill()));
      await vendor.close();
      await directory.remove();
    },
  };
}

/** The number of the server that works in a data directory; its lock file may be that of a dead one, whose number somebody else has now. */
function serverOf(dataDirectory: string): number | undefined {
  const cluster = join(realpathSync(dataDirectory), 'postgres', 'cluster');
  try {
    const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
    return readlinkSync(`/proc/${pid}/cwd`) === cluster ? pid : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
