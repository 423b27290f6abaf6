import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const PROGRAM = path.join(import.meta.dirname, 'main.ts');

interface Ended {
  readonly code: unknown;
  readonly said: string;
}

function bench(cases: readonly string[], environment: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...environment };
    execFile(process.execPath, [PROGRAM, ...cases], { env }, (error, stdout) => {
      resolve({ code: error === null ? 0 : error.code, said: stdout });
    });
  });
}

it('says what a case lacks and how to get it, counts it as not met, and goes on with the other cases', async () => {
  const { code, said } = await bench(['page', 'page'], { BOURSE_CHROMIUM: '/there/is/none' });
  expect(said.match(/NOT RUN: there is no Chromium on this machine.*apt-get install -y chromium/g)).toHaveLength(2);
  expect(said.match(/^ {2}page +not run, see above +NOT MET$/gm)).toHaveLength(2);
  expect(said).not.toMatch(/bench\/results|in order/);
  expect(code).toBe(1);
});
