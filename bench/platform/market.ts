import { demoInstruments } from '@bourse/entrypoints/vendor-sim/demo-instruments.ts';
import { startVendorSimulator } from '@bourse/entrypoints/vendor-sim/vendor-simulator.ts';

/** A vendor for the Bourse under test. */
export interface Market {
  /** What Bourse must be told to use it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly symbols: readonly string[];
  close(): Promise<void>;
}

const API_KEY = 'bench';
const TICK_INTERVAL_MS = 1_000;
const MOVES_PER_TICK = 20;

/** Starts the simulated vendor in this process: a hundred instruments, of which twenty move each second. */
export async function openMarket(): Promise<Market> {
  const simulator = await startVendorSimulator({
    apiKey: API_KEY,
    tickIntervalMs: TICK_INTERVAL_MS,
    movesPerTick: MOVES_PER_TICK,
  });
  return {
    environment: { VENDOR_URL: simulator.url, VENDOR_API_KEY: API_KEY },
    symbols: demoInstruments.map(({ symbol }) => symbol),
    close: () => simulator.close(),
  };
}
