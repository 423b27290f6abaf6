import type { VendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';
import type { BourseProcess } from './bourse-process.ts';
import { startBourse } from './bourse-process.ts';
import { createTemporaryDirectory } from './temporary-directory.ts';
import type { TraderClient } from './trader-client.ts';
import { createTraderTokens } from './trader-tokens.ts';

/** A data directory, and what it takes to run `bourse` on it with the database that it brings. */
export interface EmbeddedSite {
  readonly directory: string;
  readonly vendor: VendorSimulator;
  /** Runs a command of `bourse`; what still runs when the site is closed is killed. */
  run(...command: readonly string[]): BourseProcess;
  /** A new trader who talks to the API wherever it is at the moment. */
  trader(url: () => Promise<string> | string): TraderClient;
  close(): Promise<void>;
}

/** Opens a site that nothing runs on yet, with a vendor of the demo's instruments. */
export async function openEmbeddedSite(): Promise<EmbeddedSite> {
  const [directory, tokens] = await Promise.all([createTemporaryDirectory(), createTraderTokens()]);
  const vendor = await startVendorSimulator({ apiKey: 'key' });
  const processes: BourseProcess[] = [];
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
      });
      processes.push(started);
      return started;
    },
    trader: (url) => tokens.trader(url),
    async close() {
      await Promise.all(processes.map((started) => started.kill()));
      await vendor.close();
      await directory.remove();
    },
  };
}
