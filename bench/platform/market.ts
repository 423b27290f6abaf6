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

/** How prices move: how often, and how many instruments are drawn each time; one that is drawn twice moves once. */
export interface MarketPace {
  readonly tickIntervalMs: number;
  readonly movesPerTick: number;
}

/** Twenty instruments each second. */
export const CALM_MARKET: MarketPace = { tickIntervalMs: 1_000, movesPerTick: 20 };

/** Starts the simulated vendor in this process, with a hundred instruments. */
export async function openMarket(pace: MarketPace): Promise<Market> {
  const simulator = await startVendorSimulator({ apiKey: API_KEY, ...pace });
  return {
    environment: { VENDOR_URL: simulator.url, VENDOR_API_KEY: API_KEY },
    symbols: demoInstruments.map(({ symbol }) => symbol),
    close: () => simulator.close(),
  };
}
