import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs the benchmarks in a process of their own, and ends with their exit code. */
export async function runBenchmarks(cases: readonly string[]): Promise<void> {
  const main = fileURLToPath(new URL('../../bench/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, ...cases], { stdio: 'inherit' });
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}
