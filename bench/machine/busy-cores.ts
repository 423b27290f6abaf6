import { cpus } from 'node:os';

/** Begins to watch the processor; call the answer at the end for how many cores were busy on average, whoever kept them so. */
export function watchBusyCores(): () => number {
  const before = coreTimes();
  return () => {
    const after = coreTimes();
    return ((after.busyMs - before.busyMs) * cpus().length) / (after.allMs - before.allMs);
  };
}

function coreTimes(): { readonly busyMs: number; readonly allMs: number } {
  let [busyMs, allMs] = [0, 0];
  for (const { times } of cpus()) {
    const all = times.user + times.nice + times.sys + times.irq + times.idle;
    busyMs += all - times.idle;
    allMs += all;
  }
  return { busyMs, allMs };
}
