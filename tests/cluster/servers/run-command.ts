import { spawn } from 'node:child_process';

/** Runs a program to its end and answers what it printed. Throws with the end of its output when it fails or cannot be started. */
export async function runCommand(program: string, args: readonly string[], maxMs: number): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: maxMs });
  const printed: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const output = printed.join('');
  if (code !== 0) throw new Error(`${program} ended with ${code ?? 'a signal'}: ${output.slice(-2_000)}`);
  return output;
}

/** Whether a program can be started from the path. */
export async function hasCommand(program: string): Promise<boolean> {
  return runCommand('sh', ['-c', `command -v ${program}`], 10_000).then(
    () => true,
    () => false,
  );
}
