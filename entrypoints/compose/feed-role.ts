import { createFeed } from '@bourse/application/market/feed.ts';
import { createTickStream } from '@bourse/vendor/tick-stream.ts';
import { createVendorClient } from '@bourse/vendor/vendor-client.ts';
import type { Foundation } from './foundation.ts';

/** Where the vendor is and what it wants to see. */
export interface VendorAccess {
  readonly url: string;
  readonly apiKey: string;
}

/** Brings the vendor's instruments, prices and ticks in. Answers how to stop it. Throws Fault('unavailable') when the database is not there. */
export async function startFeed(foundation: Foundation, vendor: VendorAccess): Promise<{ stop(): Promise<void> }> {
  const { clock, meter, logger, market, storage, settings } = foundation;
  const ports = { clock, meter, logger };
  const client = createVendorClient(vendor, ports);
  const running = createFeed(
    { ...ports, vendor: client, ticks: createTickStream(vendor, ports), market, log: storage.log },
    { priceTtlMs: settings.priceTtlMs },
  );
  await running.start();
  return {
    async stop() {
      await running.stop();
      await client.close();
    },
  };
}
