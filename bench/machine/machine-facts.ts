import { execFileSync } from 'node:child_process';
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Where and on what a benchmark ran. */
export interface MachineFacts {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** The commit of the checkout, with a plus when files differ from it; null outside a checkout. */
  readonly commit: string | null;
  /** Load of the last minute before the run: above a few tenths, others were working on the machine too. */
  readonly loadBefore: number;
}

/** Looks at the machine and the checkout as they are now. */
export function machineFacts(): MachineFacts {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.versions.node,
    commit: commit(),
    loadBefore: loadavg()[0] ?? 0,
  };
}

/** The facts in one line. */
export function describeMachine({ cpu, cores, node, commit, loadBefore }: MachineFacts): string {
  return `${cpu}, ${cores} cores, Node ${node}, commit ${commit ?? 'unknown'}, load before ${loadBefore.toFixed(1)}`;
}

function commit(): string | null {
  try {
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: fileURLToPath(new URL('.', import.meta.url)), encoding: 'utf8' }).trim();
    return git('rev-parse', '--short=12', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '+');
  } catch {
    return null;
  }
}
