import { MARKET_GROUP } from '@bourse/application/market/market-processor.ts';
import { MARKET_DATA_TOPIC } from '@bourse/application/market/tick-codec.ts';
import { ORDERS_TOPIC } from '@bourse/application/orders/account-command.ts';
import { ORDERS_GROUP } from '@bourse/application/orders/orders-processor.ts';
import { EXECUTIONS_TOPIC } from '@bourse/application/orders/account-event.ts';
import { TRADES_GROUP, TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import type { Random } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { createRandomSeries } from '@bourse/entrypoints/vendor-sim/seeded-random.ts';
import { readAll } from '../contracts/log-reading.ts';
import type { ClientWorld, Evidence } from './simulated-clients.ts';
import { follow, sendTrades, trade } from './simulated-clients.ts';
import type { Api, SimulatedPlatform } from './simulated-platform.ts';
import { LEASE_MS, openPlatform } from './simulated-platform.ts';
import type { SimulatedProcess, Weather } from './simulated-process.ts';
import { faultsAfter } from './simulation-checks.ts';

/** What came of a simulation. */
export interface SimulationReport {
  readonly seed: number;
  /** Everything that is wrong; empty when all is well. */
  readonly faults: readonly string[];
  /** The same for the same seed: every happening, and everything in the log. */
  readonly hash: string;
  /** The newest happenings. */
  readonly trace: readonly string[];
  /** How often what happened. */
  readonly counts: Readonly<Record<string, number>>;
}

const TRADERS = ['ann', 'bob'];
const SENDERS = ['mid', 'back'];
const MOST_STEPS = 60_000;
const MISHAP_EVERY_MS = 1_000;
const STORM_MS = 7_000;

/** Short delays, some long, a few longer than a lease; some calls break on either side. */
const STORM: Weather = {
  delayMs: (random) => {
    const kind = random();
    if (kind < 0.95) return random() * 4;
    return kind < 0.997 ? random() * 100 : random() * 2 * LEASE_MS;
  },
  breaking: 0.005,
};
const CALM: Weather = { delayMs: () => 1, breaking: 0 };

/** Runs the whole platform on simulated time; the seed decides everything that happens. */
export async function runSimulation(seed: number): Promise<SimulationReport> {
  const platform = openPlatform(seed, STORM);
  const randomOf = createRandomSeries(seed, 'clients');
  const evidence: Evidence = { orders: [], deposits: [], requests: [], streamed: new Map(), faults: [] };
  const counts: Record<string, number> = {};
  const fleet = startFleet(platform, counts);
  const world: ClientWorld = { platform, evidence, api: fleet.api };
  const followers = TRADERS.map((account, index) => follow(world, account, randomOf(10 + index)));
  const work = [
    ...TRADERS.map((account, index) => trade(world, account, randomOf(index))),
    ...SENDERS.map((sender, index) => sendTrades(world, sender, randomOf(20 + index))),
  ];
  const progress = { done: false };
  const working = Promise.all(work).then(
    () => (progress.done = true),
    (error: unknown) => {
      progress.done = true;
      evidence.faults.push(`a client met a bug: ${String(error)}`);
    },
  );
  platform.vendor.setFaults({ failing: 0.2, lying: 0.1 });

  await run(platform, () => platform.clock.passedMs() > STORM_MS, 'the storm does not pass');
  platform.setWeather(CALM);
  fleet.calm();
  await run(platform, () => progress.done, 'the clients are not done');
  await working;
  await run(platform, () => fleet.isWhole(), 'the processes do not start');
  await run(platform, () => isIdle(platform, evidence), 'what is in the log is not decided');
  for (const stop of followers) stop();

  const { stores } = platform;
  for (const topic of [ORDERS_TOPIC, EXECUTIONS_TOPIC, TRADES_TOPIC, MARKET_DATA_TOPIC]) {
    for (const { partition, record } of await readAll(stores.log, topic))
      platform.trace.add(`${topic} ${partition} ${record.value}`);
  }
  const faults = await faultsAfter(platform, evidence);
  counts['filled'] = stores.books.orders().filter(({ status }) => status === 'filled').length;
  counts['trades'] = stores.trades.trades().length;
  return { seed, faults, hash: platform.trace.hash(), trace: platform.trace.newest(), counts };
}

/** Lets time pass until a condition holds. Throws when it does not come about. */
async function run(
  { clock, trace }: SimulatedPlatform,
  until: () => boolean | Promise<boolean>,
  otherwise: string,
): Promise<void> {
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    if (!clock.step()) throw new Error('nothing waits for anything any more');
    await settle();
    // The test's own world goes on beside it.
    if (steps % 1_000 === 999) await new Promise((resolve) => setImmediate(resolve));
    if (steps % 16 === 0 && (await until())) return;
  }
  throw new Error(`${otherwise} after ${clock.passedMs()} ms:\n${trace.newest().join('\n')}`);
}

/** Everything that needs no time happens before time goes on: a tick is called when no promise has anything left to do. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}

async function isIdle({ stores }: SimulatedPlatform, evidence: Evidence): Promise<boolean> {
  for (const [group, topic] of [
    [ORDERS_GROUP, ORDERS_TOPIC],
    [TRADES_GROUP, TRADES_TOPIC],
    [MARKET_GROUP, MARKET_DATA_TOPIC],
  ] as const) {
    const positions = await stores.positions.positions(group, topic);
    for (const partition of stores.log.partitions(topic)) {
      if ((positions.get(partition) ?? 0n) !== (await stores.log.end(topic, partition))) return false;
    }
  }
  const told = [...evidence.streamed.values()].reduce((sum, { length }) => sum + length, 0);
  return told >= (await readAll(stores.log, EXECUTIONS_TOPIC)).length;
}

/** The processes of the platform, and what befalls them. */
function startFleet(platform: SimulatedPlatform, counts: Record<string, number>) {
  const { clock, random } = platform;
  const apis = new Map<SimulatedProcess, Api>();
  let started = 0;
  let calm = false;
  let processes: { readonly role: Role; readonly process: SimulatedProcess }[] = [];

  function start(role: Role): void {
    started += 1;
    const name = `${role} ${started}`;
    const process =
      role === 'api'
        ? platform.startApi(name, (api) => {
            apis.set(api.process, api);
          })
        : role === 'worker'
          ? platform.startWorker(name)
          : platform.startFeed(name);
    processes.push({ role, process });
  }

  function kill(): void {
    const victim = processes[Math.floor(random() * processes.length)];
    if (victim === undefined) return;
    victim.process.kill();
    apis.delete(victim.process);
    processes = processes.filter((one) => one !== victim);
    clock.after(random() * LEASE_MS, () => {
      start(victim.role);
    });
  }

  function stopForAWhile(): void {
    const victim = processes[Math.floor(random() * processes.length)];
    if (victim === undefined) return;
    victim.process.pause();
    clock.after(random() * 3 * LEASE_MS, () => {
      victim.process.resume();
    });
  }

  function jump(): void {
    const byMs = Math.round((random() - 0.4) * 240_000);
    platform.trace.add(`the clock jumps by ${byMs} ms`);
    clock.jump(byMs);
  }

  function mishap(): void {
    if (calm) return;
    const kind = random();
    const [name, happen] =
      kind < 0.4
        ? (['kills', kill] as const)
        : kind < 0.8
          ? (['stops', stopForAWhile] as const)
          : (['jumps', jump] as const);
    counts[name] = (counts[name] ?? 0) + 1;
    happen();
    clock.after(random() * 2 * MISHAP_EVERY_MS, mishap);
  }

  for (const role of ['api', 'api', 'worker', 'worker', 'feed'] as const) start(role);
  clock.after(MISHAP_EVERY_MS, mishap);
  return {
    api: (chooser: Random): Api | undefined => [...apis.values()][Math.floor(chooser() * apis.size)],
    /** Nothing bad happens any more, and who was stopped goes on. */
    calm(): void {
      calm = true;
      platform.vendor.setFaults({ failing: 0, lying: 0 });
      for (const { process } of processes) process.resume();
    },
    isWhole: (): boolean => apis.size === 2 && processes.length === 5,
  };
}

type Role = 'api' | 'worker' | 'feed';
