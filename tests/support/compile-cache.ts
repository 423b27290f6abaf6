import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Where Node keeps what it has compiled for the processes that tests start: each of them reads some hundred files. */
export const COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/bourse-tests', import.meta.url));

const COMMANDS = ['run-roles', 'feed-command', 'import-command'].map(
  (name) => new URL(`../../entrypoints/cli/${name}.ts`, import.meta.url).href,
);

/** Lets a process read all of it and end in good order: one that is killed leaves nothing to those after it. */
export async function fillCompileCache(): Promise<void> {
  const program = COMMANDS.map((url) => `await import(${JSON.stringify(url)});`).join('');
  const { PATH = '' } = process.env;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    env: { PATH, NODE_COMPILE_CACHE: COMPILE_CACHE },
    timeout: 60_000,
  });
}
