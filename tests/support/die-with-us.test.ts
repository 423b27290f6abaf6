import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { until } from './until.ts';

const STARTS_THREE = `
import { spawn } from 'node:child_process';
import { dieWithUs } from ${JSON.stringify(import.meta.resolve('@bourse/bench/platform/die-with-us.ts'))};
const sleepers = Array.from({ length: 3 }, () => spawn('sleep', ['1000'], { stdio: 'ignore' }));
sleepers.forEach(dieWithUs);
// The second one has ended, and its number is nobody's business any more.
sleepers[1].once('exit', () => setImmediate(() => {
  console.log(JSON.stringify(sleepers.map(({ pid }) => pid)));
  process.stdin.once('data', () => process.exit(0));
}));
sleepers[1].kill();
`;

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('what a process of the tests has started', () => {
  it.each(['SIGKILL', 'SIGTERM', 'exit'] as const)('ends when that process ends by %s', async (how) => {
    const starter = spawn(process.execPath, ['--input-type=module', '-e', STARTS_THREE], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: starter.stdout });
    const [line] = (await once(lines, 'line')) as [string];
    const pids = JSON.parse(line) as number[];
    onTestFinished(() => {
      for (const pid of pids) if (runs(pid)) process.kill(pid, 'SIGKILL');
    });
    expect(pids.map(runs)).toEqual([true, false, true]);
    const ended = once(starter, 'exit');
    if (how === 'exit') starter.stdin.write('end\n');
    else starter.kill(how);
    await ended;
    await until('the end of what it has started', () => !pids.some(runs));
  });
});
