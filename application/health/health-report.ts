import type { Clock } from '../ports/clock.ts';
import type { HealthProbe } from '../ports/health.ts';

/** How a part is. */
export type PartHealth = 'ok' | 'down';

/** The parts of a process whose working is worth knowing. */
export interface HealthProbes {
  readonly db: HealthProbe;
  /** The log, also where it is in the database. */
  readonly kafka: HealthProbe;
  /** Absent where no Redis is configured. Everything works without it, more slowly. */
  readonly redis?: HealthProbe;
  /** Whether the process is about to stop; absent: never. */
  readonly isStopping?: () => boolean;
}

/** How the parts are: 'degraded' when one of them is down, 'stopping' when the process is about to end. */
export interface HealthReport {
  readonly status: 'ok' | 'degraded' | 'stopping';
  readonly db: PartHealth;
  readonly kafka: PartHealth;
  readonly redis?: PartHealth;
}

/** How long a part may take to show that it works, in milliseconds. */
const PATIENCE_MS = 2_000;

/** How long a report is given out again, in milliseconds, so that asking often costs nothing. */
const REPORT_AGE_MS = 1_000;

/**
 * Makes the function that reports how the parts are. They are asked all at once, and not again while a report is young or under way.
 * A part that fails or takes too long is down. That the process is stopping is reported at once.
 */
export function createHealthReporter(probes: HealthProbes, clock: Clock): () => Promise<HealthReport> {
  let latest: { readonly report: Promise<HealthReport>; readonly atMs: number } | undefined;
  return async () => {
    const nowMs = clock.now();
    const age = latest === undefined ? Infinity : Math.abs(nowMs - latest.atMs);
    if (latest === undefined || age >= REPORT_AGE_MS) latest = { report: reportOn(probes, clock), atMs: nowMs };
    const report = await latest.report;
    return probes.isStopping?.() === true ? { ...report, status: 'stopping' } : report;
  };
}

/** Whether work may be sent to the process: the parts that nothing goes without are there, and it is not about to stop. */
export function isReady({ status, db, kafka }: HealthReport): boolean {
  return status !== 'stopping' && db === 'ok' && kafka === 'ok';
}

async function reportOn(probes: HealthProbes, clock: Clock): Promise<HealthReport> {
  const [db, kafka, redis] = await Promise.all([
    healthOf(probes.db, clock),
    healthOf(probes.kafka, clock),
    probes.redis === undefined ? undefined : healthOf(probes.redis, clock),
  ]);
  const status = [db, kafka, redis].includes('down') ? 'degraded' : 'ok';
  return redis === undefined ? { status, db, kafka } : { status, db, kafka, redis };
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
