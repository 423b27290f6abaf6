/** Something whose working is worth knowing: a database, the log. */
export interface HealthProbe {
  /** Resolves when it works. Throws, whatever, when it does not. */
  check(): Promise<unknown>;
}
