/** Labels of a metric: few and with few values. */
export type Labels = Readonly<Record<string, string>>;

/** Counts and measures; names are Prometheus names without the prefix. */
export interface Meter {
  /** Adds to a counter. */
  count(name: string, labels: Labels, by: number): void;
  /** Sets a gauge. */
  gauge(name: string, labels: Labels, value: number): void;
  /** Records one duration in seconds. */
  duration(name: string, labels: Labels, seconds: number): void;
}

/** Structured log output. No secrets and no personal data in `fields`. */
export interface Logger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** How long things took that were measured under the same labels, since the process began. */
export interface DurationFigures {
  readonly labels: Labels;
  readonly count: number;
  /** All of them together. */
  readonly seconds: number;
  /** How many took no longer than a bound, by growing bounds; those that took longer than the last are in `count` alone. */
  readonly buckets: readonly { readonly upToSeconds: number; readonly count: number }[];
}

/** Reads what a meter was told. */
export interface DurationReadings {
  /** The durations recorded under a name, one answer for each combination of labels; none for a name that was never used. */
  durations(name: string): Promise<readonly DurationFigures[]>;
}
