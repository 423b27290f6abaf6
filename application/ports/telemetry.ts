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
