import type { Clock } from '../ports/clock.ts';
import type { HealthProbe } from '../ports/health.ts';

/** How a part is. */
export type PartHealth = 'ok' | 'down';

/** The parts nothing works without: the database and the log ('kafka', also where the log is in the database). */
export interface HealthProbes {
  readonly db: HealthProbe;
  readonly kafka: HealthProbe;
}

/** How the parts are: 'degraded' when one of them is down. */
export interface HealthReport {
  readonly status: 'ok' | 'degraded';
  readonly db: PartHealth;
  readonly kafka: PartHealth;
}

/** How long a part may take to show that it works, in milliseconds. */
const PATIENCE_MS = 2_000;

/** How long a report is given out again, in milliseconds, so that asking often costs nothing. */
const REPORT_AGE_MS = 1_000;

/**
 * Makes the function that reports how the parts are. They are asked all at once, and not again while a report is young or under way.
 * A part that fails or takes too long is down.
 */
export function createHealthReporter(probes: HealthProbes, clock: Clock): () => Promise<HealthReport> {
  let latest: { readonly report: Promise<HealthReport>; readonly atMs: number } | undefined;
  return () => {
    const nowMs = clock.now();
    const age = latest === undefined ? Infinity : Math.abs(nowMs - latest.atMs);
    if (latest === undefined || age >= REPORT_AGE_MS) latest = { report: reportOn(probes, clock), atMs: nowMs };
    return latest.report;
  };
}

async function reportOn(probes: HealthProbes, clock: Clock): Promise<HealthReport> {
  const [db, kafka] = await Promise.all([healthOf(probes.db, clock), healthOf(probes.kafka, clock)]);
  return { status: db === 'ok' && kafka === 'ok' ? 'ok' : 'degraded', db, kafka };
}

function healthOf(probe: HealthProbe, clock: Clock): Promise<PartHealth> {
  return new Promise((resolve) => {
    const stopWaiting = clock.after(PATIENCE_MS, () => resolve('down'));
    const settle = (health: PartHealth): void => {
      stopWaiting();
      resolve(health);
    };
    probe.check().then(
      () => settle('ok'),
      () => settle('down'),
    );
  });
}
