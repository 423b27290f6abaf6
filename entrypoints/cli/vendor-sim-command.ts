import { startVendorSimulator } from '../vendor-sim/vendor-simulator.ts';

/** Runs the simulated vendor until the process is told to stop. */
export async function runVendorSimulator(options: {
  port: string;
  host: string;
  seed: string;
  apiKey: string;
}): Promise<void> {
  const simulator = await startVendorSimulator({
    apiKey: options.apiKey,
    host: options.host,
    port: Number(options.port),
    seed: Number(options.seed),
  });
  console.log(
    `The simulated vendor is at ${simulator.url}: GET /stocks and GET /ticks with "x-api-key: ${options.apiKey}".`,
  );
  await new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  await simulator.close();
}
