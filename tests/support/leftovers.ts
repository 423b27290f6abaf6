import { afterAll } from 'vitest';

type Close = () => unknown;

/**
 * For what the tests of one file open: answers the function that takes how to close it again. All is closed after the last test, newest
 * first, whatever failed before and whatever fails in closing.
 */
export function leftovers(): (close: Close) => void {
  const opened: Close[] = [];
  afterAll(async () => {
    const failures: unknown[] = [];
    for (let close = opened.pop(); close !== undefined; close = opened.pop()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything that was opened could be closed');
  });
  return (close) => void opened.push(close);
}
