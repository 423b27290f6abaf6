import { createServer } from 'node:http';
import type { VendorFaults } from './vendor-faults.ts';
import type { VendorTraffic } from './vendor-traffic.ts';
import { demoInstruments } from './demo-instruments.ts';
import { listen } from './plain-http.ts';
import { createSeededRandom } from './seeded-random.ts';
import { createSimulatedMarket } from './simulated-market.ts';
import type { SimulatedInstrument } from './simulated-market.ts';
import { createSimulatedVendor } from './simulated-vendor.ts';
import type { FaultSchedule } from './fault-schedule.ts';
import { createVendorFront } from './vendor-front.ts';
import { vendorRoutes } from './vendor-routes.ts';

/** Settings of a simulated vendor; all but the key have defaults. */
export interface VendorSimulatorOptions {
  /** What every call must bring as `x-api-key`. */
  readonly apiKey: string;
  /** Address to listen on (127.0.0.1) and port (0: any that is free). */
  readonly host?: string;
  readonly port?: number;
  /** Decides all prices and faults (1). */
  readonly seed?: number;
  /** What is quoted (the hundred of the demo). */
  readonly instruments?: readonly SimulatedInstrument[];
  /** How often prices move, milliseconds (200); 0: only by `tick` and `setPrice`. */
  readonly tickIntervalMs?: number;
  /** How many instruments move each time (a fifth of them). */
  readonly movesPerTick?: number;
  /** Instruments of a page (25). */
  readonly pageSize?: number;
  /** Faults from the start on (none). */
  readonly schedule?: FaultSchedule;
  /** The vendor's clock, epoch milliseconds (Date.now). */
  readonly now?: () => number;
}

/** A running simulator. */
export interface VendorSimulator {
  /** Base address, "http://127.0.0.1:41235". */
  readonly url: string;
  /** Orders faults from now on, in place of all that were ordered before; `{}` ends them. */
  setFaults(faults: VendorFaults): void;
  /** Begins a schedule of faults now, in place of all that were ordered before. */
  setSchedule(schedule: FaultSchedule): void;
  /** Sets a price, a decimal string; its tick goes out at once. Throws RangeError for an unknown symbol or a price that is not positive. */
  setPrice(symbol: string, price: string): void;
  /** Moves prices once and sends the ticks. */
  tick(): void;
  /** What was asked of `/stocks` so far. */
  traffic(): VendorTraffic;
  /** Cuts all connections and stops. */
  close(): Promise<void>;
}

const HEARTBEAT_MS = 5_000;

/**
 * Starts a vendor of market data on its own HTTP server: `GET /stocks` in pages, `GET /ticks` as a stream of lines, and
 * `/admin/faults`, `/admin/schedule`, `/admin/prices`, `/admin/traffic` to order what goes wrong. The same seed gives the same prices, step
 * by step, whatever is asked, and the same faults, call by call. Rejects when it cannot listen.
 */
export async function startVendorSimulator(options: VendorSimulatorOptions): Promise<VendorSimulator> {
  const { apiKey, host = '127.0.0.1', port = 0, seed = 1, pageSize = 25, now = Date.now } = options;
  const { instruments = demoInstruments, tickIntervalMs = 200 } = options;
  const { movesPerTick = Math.ceil(instruments.length / 5) } = options;
  const market = createSimulatedMarket(instruments, movesPerTick, createSeededRandom(seed));
  const simulated = createSimulatedVendor({ market, pageSize, now, seed });
  if (options.schedule !== undefined) simulated.setSchedule(options.schedule);
  const vendor = createVendorFront(simulated);
  const server = createServer(vendorRoutes(vendor, apiKey));
  const url = await listen(server, host, port);
  const timers = [setInterval(() => vendor.beat(), HEARTBEAT_MS)];
  if (tickIntervalMs > 0) timers.push(setInterval(() => vendor.tick(), tickIntervalMs));

  return {
    url,
    setFaults: (faults) => vendor.setFaults(faults),
    setSchedule: (schedule) => vendor.setSchedule(schedule),
    setPrice: (symbol, price) => {
      if (!vendor.setPrice(symbol, price)) throw new RangeError(`the simulator has no instrument ${symbol}`);
    },
    tick: () => vendor.tick(),
    traffic: () => vendor.traffic(),
    close: () => {
      timers.forEach(clearInterval);
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
