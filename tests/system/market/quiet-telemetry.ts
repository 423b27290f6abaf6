import type { Logger, Meter } from '@bourse/application/ports/telemetry.ts';

/** A meter whose counters and gauges can be read, by name and the values of the labels: `read('vendor_calls_total ok')`. */
export interface ReadableMeter extends Meter {
  read(nameAndLabels: string): number;
}

/** Makes a meter that has counted nothing. */
export function readableMeter(): ReadableMeter {
  const values = new Map<string, number>();
  const key = (name: string, labels: Readonly<Record<string, string>>): string =>
    [name, ...Object.values(labels)].join(' ');
  return {
    count: (name, labels, by) => {
      values.set(key(name, labels), (values.get(key(name, labels)) ?? 0) + by);
    },
    gauge: (name, labels, value) => {
      values.set(key(name, labels), value);
    },
    duration: (name, labels, seconds) => {
      values.set(key(name, labels), seconds);
    },
    read: (nameAndLabels) => values.get(nameAndLabels) ?? 0,
  };
}

/** A logger that says nothing. */
export const quietLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
