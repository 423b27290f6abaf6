import type { ChildProcess } from 'node:child_process';

/** Ends a process by a signal and waits for its end; one that is not there, or has ended, is let be. */
export async function endChild(child: ChildProcess | undefined, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill(signal);
  await ended;
}
