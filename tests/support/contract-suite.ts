import { appendFileSync } from 'node:fs';
import type { TestContext } from 'vitest';
import { afterAll, beforeEach, describe, inject } from 'vitest';
import type { ContractResult } from './contract-table.ts';

/** The suite of one port for one adapter; what ran is noted for the table at the end of the run. */
export function contractSuite(port: string, adapter: string, defineTests: () => void): void {
  describe(`${port} by ${adapter}`, () => {
    const tasks: TestContext['task'][] = [];
    beforeEach(({ task }) => void tasks.push(task));

    defineTests();

    afterAll(() => {
      const passed = tasks.filter(({ result }) => result?.state === 'pass').length;
      const result: ContractResult = { port, adapter, passed, failed: tasks.length - passed };
      appendFileSync(inject('contractResults'), `${JSON.stringify(result)}\n`);
    });
  });
}
