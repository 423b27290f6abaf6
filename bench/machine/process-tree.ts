import { readdirSync, readFileSync } from 'node:fs';

/** What a process and its descendants have taken so far. */
export interface TreeUse {
  /** Processor time of the process itself, and of all its descendants, those included that have ended meanwhile; seconds. */
  readonly ownCpuSeconds: number;
  readonly descendantsCpuSeconds: number;
}

/** Ticks a second of the times in /proc; 100 on every Linux that runs Node. */
const TICKS_PER_SECOND = 100;

/** Where utime and stime, and cutime and cstime, are among the fields behind the name. */
const FIRST_OWN_TIME = 11;
const FIRST_ENDED_TIME = 13;

interface ProcessState {
  readonly pid: number;
  readonly parent: number;
  readonly cpuSeconds: number;
  /** Of children that have ended: a connection of the database that is closed would otherwise take its time with it. */
  readonly endedCpuSeconds: number;
}

/** Reads the processor time of a tree of processes; null where there is no /proc. */
export function treeUse(root: number): TreeUse | null {
  const states = processStates();
  const own = states.find(({ pid }) => pid === root);
  if (own === undefined) return null;
  const running = descendantsOf(root, states).reduce((sum, state) => sum + state.cpuSeconds + state.endedCpuSeconds, 0);
  return { ownCpuSeconds: own.cpuSeconds, descendantsCpuSeconds: own.endedCpuSeconds + running };
}

/** The ids of a process and all its descendants; empty where there is no /proc. */
export function treeOf(root: number): readonly number[] {
  const states = processStates();
  return states.some(({ pid }) => pid === root) ? [root, ...descendantsOf(root, states).map(({ pid }) => pid)] : [];
}

function descendantsOf(root: number, states: readonly ProcessState[]): readonly ProcessState[] {
  const children = states.filter(({ parent }) => parent === root);
  return [...children, ...children.flatMap(({ pid }) => descendantsOf(pid, states))];
}

function processStates(): readonly ProcessState[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => stateOf(Number(name)) ?? []);
}

/** Undefined when the process has just ended. */
function stateOf(pid: number): ProcessState | undefined {
  try {
    // The name of the program, in brackets, may hold anything; what follows it is fields (proc(5), /proc/pid/stat).
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    const [, parent = 0] = fields.map(Number);
    const seconds = (first: number): number => (Number(fields[first]) + Number(fields[first + 1])) / TICKS_PER_SECOND;
    return { pid, parent, cpuSeconds: seconds(FIRST_OWN_TIME), endedCpuSeconds: seconds(FIRST_ENDED_TIME) };
  } catch {
    return undefined;
  }
}
