import type { Clock } from '../ports/clock.ts';
import type { DeadLetters } from '../ports/dead-letters.ts';
import type { Log } from '../ports/log.ts';
import type { LogPositions } from '../ports/log-positions.ts';
import type { DurationReadings } from '../ports/telemetry.ts';
import { lagOf } from '../processing/log-upkeep.ts';
import type { RouteReport } from './route-report.ts';
import { routeReports } from './route-report.ts';

/** A group of consumers, by what it reads. */
export interface ConsumerGroup {
  readonly group: string;
  readonly topic: string;
}

/** How far a group is behind. */
export interface ConsumerLag extends ConsumerGroup {
  readonly partitions: number;
  /** Records that it has not processed yet, over all partitions. */
  readonly lagRecords: number;
}

/** How the platform works, as one process sees it. */
export interface OperationsReport {
  readonly atMs: number;
  /** Of all processes. */
  readonly consumers: readonly ConsumerLag[];
  readonly deadLettersWaiting: number;
  /** Of this process, since it began. */
  readonly routes: readonly RouteReport[];
}

/** What a report is made from. */
export interface OperationsPorts {
  readonly log: Pick<Log, 'partitions' | 'end'>;
  readonly positions: Pick<LogPositions, 'positions'>;
  readonly deadLetters: Pick<DeadLetters, 'depth'>;
  readonly measured: DurationReadings;
  readonly clock: Pick<Clock, 'now'>;
}

/** How long a report is given out again, milliseconds, so that many who look cost no more than one. */
const REPORT_AGE_MS = 1_000;

/** Makes the function that reports on these groups. It throws Fault('unavailable') when database or log cannot tell. */
export function createOperationsReporter(
  ports: OperationsPorts,
  groups: readonly ConsumerGroup[],
): () => Promise<OperationsReport> {
  let latest: { readonly report: Promise<OperationsReport>; readonly atMs: number } | undefined;
  return () => {
    const nowMs = ports.clock.now();
    if (latest !== undefined && Math.abs(nowMs - latest.atMs) < REPORT_AGE_MS) return latest.report;
    const asked = { report: reportOn(ports, groups, nowMs), atMs: nowMs };
    latest = asked;
    // A failure is told to those who wait for it, and to nobody after them.
    asked.report.catch(() => {
      if (latest === asked) latest = undefined;
    });
    return asked.report;
  };
}

async function reportOn(
  ports: OperationsPorts,
  groups: readonly ConsumerGroup[],
  atMs: number,
): Promise<OperationsReport> {
  const { log, deadLetters, measured } = ports;
  const [lags, deadLettersWaiting, durations] = await Promise.all([
    Promise.all(groups.map(({ group, topic }) => lagOf(ports, group, topic))),
    deadLetters.depth(),
    measured.durations('http_request_duration_seconds'),
  ]);
  const consumers = groups.map(({ group, topic }, index) => ({
    group,
    topic,
    partitions: log.partitions(topic).length,
    lagRecords: lags[index] ?? 0,
  }));
  return { atMs, consumers, deadLettersWaiting, routes: routeReports(durations) };
}
