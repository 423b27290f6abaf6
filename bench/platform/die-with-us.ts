import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Reads of processes that start and end, and kills those that are left when its input ends: that is when this process is gone, in whatever
 * way. It is in a session of its own, so that a signal to everybody here does not reach it.
 */
const WATCHER = `
trap '' HUP INT TERM
running=' '
while read -r change pid; do
  case $change in
    started) running="$running$pid " ;;
    ended) case $running in *" $pid "*) running="\${running%% $pid *} \${running#* $pid }" ;; esac ;;
  esac
done
for pid in $running; do kill -KILL "$pid" 2>/dev/null; done
`;

let watcher: ChildProcess | undefined;

/** Lets a process that was just started not outlive this one, also when this one is killed. */
export function dieWithUs(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  watcher ??= startWatcher();
  const { stdin } = watcher;
  stdin?.write(`started ${pid}\n`);
  child.once('exit', () => stdin?.write(`ended ${pid}\n`));
}

function startWatcher(): ChildProcess {
  const started = spawn('/bin/sh', ['-c', WATCHER], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' });
  // Neither it nor the pipe to it keeps this process from its end.
  started.unref();
  if (started.stdin instanceof Socket) started.stdin.unref();
  return started;
}
