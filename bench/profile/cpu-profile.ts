import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of a .cpuprofile that says where time went (DevTools protocol, Profiler.Profile). */
interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Time since the sample before, microseconds. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}

/** Time spent in the function itself, not in those that it called. */
export interface SelfTime {
  /** "handleRequest lib/route.js:12", or "(program)", "(garbage collector)", "(idle)". */
  readonly place: string;
  /** A package, a room of Bourse, "node", or "(idle)" and its like. */
  readonly area: string;
  readonly seconds: number;
}

/** Self times of the largest profile in a directory, the longest first; empty when there is none, or no directory. */
export function readSelfTimes(directory: string): readonly SelfTime[] {
  const texts = (existsSync(directory) ? readdirSync(directory) : [])
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => readFileSync(join(directory, name), 'utf8'))
    .sort((one, other) => other.length - one.length);
  return texts[0] === undefined ? [] : selfTimes(JSON.parse(texts[0]) as CpuProfile);
}

function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): readonly SelfTime[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const byPlace = new Map<string, SelfTime>();
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id);
    if (frame === undefined) continue;
    const { place, area } = placeOf(frame);
    const seconds = (byPlace.get(place)?.seconds ?? 0) + (timeDeltas[index] ?? 0) / 1e6;
    byPlace.set(place, { place, area, seconds });
  }
  return [...byPlace.values()].sort((one, other) => other.seconds - one.seconds);
}

function placeOf({ functionName, url, lineNumber }: ProfileNode['callFrame']): { place: string; area: string } {
  if (url === '') return { place: functionName, area: functionName.startsWith('(') ? functionName : 'native' };
  const path = url.replace(/^file:\/\//, '');
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(.*)/.exec(path);
  const name = functionName === '' ? '(anonymous)' : functionName;
  const [, area = areaOf(path), file = path.split('/').slice(-3).join('/')] = inPackage ?? [];
  return { place: `${name} ${area === file ? '' : `${file}:`}${lineNumber + 1}`, area };
}

function areaOf(path: string): string {
  if (path.startsWith('node:')) return 'node';
  return /\/(core|application|entrypoints|adapters\/[^/]+)\//.exec(path)?.[1] ?? 'other';
}
