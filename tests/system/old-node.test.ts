import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const COMMAND = fileURLToPath(new URL('../../node_modules/.bin/bourse', import.meta.url));

/** Runs the command as it is installed, by a Node that says it is of this version. */
async function bourse(version: string): Promise<string> {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
  const preload = `data:text/javascript,${encodeURIComponent(pretend)}`;
  const run = promisify(execFile)(process.execPath, ['--import', preload, COMMAND, '--version']);
  return run.then(
    ({ stdout }) => stdout,
    (error: unknown) => {
      const { code, stderr } = error as { readonly code: number; readonly stderr: string };
      return `${code}: ${stderr}`;
    },
  );
}

it('the command says what it needs when the Node that runs it is too old', async () => {
  expect(await bourse('20.20.2')).toBe(
    '1: Bourse needs Node 24; this is 20.20.2. "npm ci" brings the right one: run "npm start" or "npx bourse ...".\n',
  );
  expect(await bourse('24.0.0')).toBe('0.1.0\n');
});
