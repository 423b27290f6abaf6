import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { ContractResult } from '../contract-table.ts';
import type { ScenarioPlatform } from './scenario-platform.ts';
import { SCENARIOS } from './scenarios.ts';

/** Plays all scenarios on one profile; what passed is noted for the table at the end of the run. */
export function scenarioSuite(profile: string, open: () => Promise<ScenarioPlatform>): void {
  describe(`on the profile ${profile}`, () => {
    let platform: ScenarioPlatform | undefined;
    let closed = false;

    beforeAll(async () => {
      platform = await open();
    });
    afterAll(async () => {
      if (!closed) await platform?.close();
    });

    for (const scenario of SCENARIOS) {
      it(scenario.name, async () => {
        let passed = false;
        try {
          await scenario.run(platform!);
          passed = true;
        } finally {
          note({ port: scenario.name, adapter: profile, passed: passed ? 1 : 0, failed: passed ? 0 : 1 });
        }
      });
    }

    it('ends in good order', async () => {
      closed = true;
      const endings = await platform!.close();
      expect(new Set(endings)).toEqual(new Set(['0']));
    });
  });
}

function note(result: ContractResult): void {
  appendFileSync(inject('scenarioResults'), `${JSON.stringify(result)}\n`);
}
