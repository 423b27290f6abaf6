import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '../config/settings-codec.ts';
import type { FaultSchedule } from '../vendor-sim/fault-schedule.ts';
import { readSchedule } from '../vendor-sim/fault-schedule.ts';
import { startVendorSimulator } from '../vendor-sim/vendor-simulator.ts';
import { awaitStop } from './stop-request.ts';

/** Runs the simulated vendor until the process is told to stop. Throws ConfigurationError for options that make no sense. */
export async function runVendorSimulator(options: {
  port: string;
  host: string;
  seed: string;
  apiKey: string;
  tickMs: string;
  faults?: string;
}): Promise<void> {
  const simulator = await startVendorSimulator({
    apiKey: options.apiKey,
    host: options.host,
    port: numberOf('--port', options.port, 65_535),
    seed: numberOf('--seed', options.seed, 4_294_967_295),
    tickIntervalMs: numberOf('--tick-ms', options.tickMs, 86_400_000),
    ...(options.faults === undefined ? {} : { schedule: await scheduleOf(options.faults) }),
  });
  console.log(
    `The simulated vendor is at ${simulator.url}: GET /stocks and GET /ticks with "x-api-key: ${options.apiKey}".`,
  );
  await awaitStop().requested;
  await simulator.close();
}

function numberOf(option: string, text: string, most: number): number {
  const number = Number(text);
  if (/^\d{1,15}$/.test(text) && number <= most) return number;
  throw new ConfigurationError([`${option} must be a whole number from 0 to ${most}; it is "${text}".`]);
}

async function scheduleOf(path: string): Promise<FaultSchedule> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new ConfigurationError([`--faults cannot be read; it is "${path}".`]);
  });
  const schedule = readSchedule(parsed(text));
  if (schedule !== undefined) return schedule;
  throw new ConfigurationError([
    `${path} is no schedule of faults: {"steps": [{"forMs", "faults"}], "repeat"?}, see docs/how-to/simulate-the-vendor.md.`,
  ]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
