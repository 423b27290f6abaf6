import { appendFileSync } from 'node:fs';
import { afterAll, describe, inject } from 'vitest';
import type { ContractResult } from './contract-table.ts';

/** The suite of one port for one adapter; what ran is noted for the table at the end of the run. */
export function contractSuite(port: string, adapter: string, defineTests: () => void): void {
  describe(`${port} by ${adapter}`, () => {
    defineTests();

    afterAll((_context, suite) => {
      const states = suite.tasks.flatMap(statesOf);
      const count = (wanted: string) => states.filter((state) => state === wanted).length;
      const result: ContractResult = {
        port,
        adapter,
        passed: count('pass'),
        failed: count('fail'),
        skipped: states.length - count('pass') - count('fail'),
      };
      appendFileSync(inject('contractResults'), `${JSON.stringify(result)}\n`);
    });
  });
}

type SuiteTask = Parameters<Parameters<typeof afterAll>[0]>[1]['tasks'][number];

function statesOf(task: SuiteTask): string[] {
  return task.type === 'suite' ? task.tasks.flatMap(statesOf) : [task.result?.state ?? task.mode];
}
