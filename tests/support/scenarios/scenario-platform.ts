import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { VendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { BourseProcess, Environment } from '../bourse-process.ts';
import { startBourse } from '../bourse-process.ts';
import type { OperatorClient } from '../operator-client.ts';
import { createOperatorClient } from '../operator-client.ts';
import { copyPreparedDatabase } from '../prepared-database.ts';
import { createTemporaryDirectory } from '../temporary-directory.ts';
import { OPERATOR_KEY } from '../test-platform.ts';
import type { TraderClient } from '../trader-client.ts';
import { createTraderTokens } from '../trader-tokens.ts';
import { openTradingSite } from '../trading-site.ts';
import { until } from '../until.ts';

/** A Bourse that runs in processes of its own, with a vendor whose prices move only by hand. */
export interface ScenarioPlatform {
  /** Where APIs listen; all of them are the same platform. */
  readonly urls: readonly string[];
  readonly vendor: VendorSimulator;
  readonly operator: OperatorClient;
  /** A new trader, who asks another API each time, if there are several. */
  trader(): TraderClient;
  /** An instrument that no other scenario trades in, at 100.00. */
  symbol(): string;
  /** Asks all processes to end; answers how they did. Nothing is left behind. */
  close(): Promise<readonly string[]>;
}

const INSTRUMENTS = Array.from({ length: 10 }, (_, index) => ({
  symbol: `P${index}`,
  name: `Scenario ${index}`,
  exchange: 'XNAS',
  sector: 'Industrials',
  startCents: 10_000,
}));

const SETTINGS: Environment = {
  BOURSE_OPERATOR_KEY: OPERATOR_KEY,
  VENDOR_API_KEY: 'key',
  AUDIT_EVERY_MS: '1000',
  WORKER_LEASE_MS: '3000',
};

/** What is started where: the whole in one process with the database that it brings. */
export async function openEmbeddedPlatform(): Promise<ScenarioPlatform> {
  const [directory, tokens, vendor] = await Promise.all([
    createTemporaryDirectory(),
    createTraderTokens(),
    openVendor(),
  ]);
  await copyPreparedDatabase(directory.path);
  const bourse = startBourse(['start'], {
    ...SETTINGS,
    BOURSE_DATA_DIR: directory.path,
    BOURSE_PORT: '0',
    BOURSE_SIGNING_KEY: tokens.signingKey,
    VENDOR_URL: vendor.url,
  });
  const leave = async (): Promise<void> => {
    await bourse.kill();
    await vendor.close();
    await directory.remove();
  };
  return started([bourse], { vendor, newTrader: (url) => tokens.trader(url), leave });
}

/** Roles in processes of their own on a PostgreSQL server; `settings` move further parts to servers. */
export async function openServerPlatform(
  roles: readonly ('api' | 'worker' | 'feed')[],
  settings: Environment = {},
): Promise<ScenarioPlatform> {
  const vendor = await openVendor();
  const site = await openTradingSite({ ...SETTINGS, ...settings, VENDOR_URL: vendor.url });
  const leave = async (): Promise<void> => {
    await site.close();
    await vendor.close();
  };
  const processes = roles.map((role) => site.start(role));
  return started(processes, { vendor, newTrader: (url) => site.trader(url), leave });
}

function openVendor(): Promise<VendorSimulator> {
  return startVendorSimulator({ apiKey: 'key', instruments: INSTRUMENTS, tickIntervalMs: 0 });
}

interface Surroundings {
  readonly vendor: VendorSimulator;
  readonly newTrader: (url: () => string) => TraderClient;
  readonly leave: () => Promise<void>;
}

async function started(
  processes: readonly BourseProcess[],
  { vendor, newTrader, leave }: Surroundings,
): Promise<ScenarioPlatform> {
  try {
    const places = await Promise.all(processes.map((process) => process.up()));
    const urls = places.filter((url) => url !== '');
    let turn = 0;
    const nextUrl = (): string => {
      turn += 1;
      return urls[turn % urls.length]!;
    };
    const operator = createOperatorClient(urls[0]!, { 'x-api-key': OPERATOR_KEY });
    await until('all prices at every API', async () => {
      const known = await Promise.all(urls.map(pricesAt));
      return known.every((count) => count === INSTRUMENTS.length);
    });
    const fresh = INSTRUMENTS.map(({ symbol }) => symbol);
    return {
      urls,
      vendor,
      operator,
      trader: () => newTrader(nextUrl),
      symbol: () => fresh.pop()!,
      async close() {
        for (const process of processes) process.signal('SIGTERM');
        const endings = await Promise.all(processes.map(({ ended }) => ended));
        await leave();
        return endings.map(({ code, signal }) => String(code ?? signal));
      },
    };
  } catch (error) {
    await leave();
    throw error;
  }
}

async function pricesAt(url: string): Promise<number> {
  const { body } = await createOperatorClient(url, { 'x-api-key': OPERATOR_KEY }).get('/assets?limit=100');
  return (body['items'] as { readonly price: unknown }[]).filter(({ price }) => price !== null).length;
}
