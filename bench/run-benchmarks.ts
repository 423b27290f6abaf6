/** Placeholder replaced below. */
export function runBenchmarks(cases: readonly string[]): Promise<void> {
  return Promise.reject(new RangeError(`no benchmark ${cases.join()}`));
}
