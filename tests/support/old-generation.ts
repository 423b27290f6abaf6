import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const FIRST_TIMES = 20;

/**
 * How much of what some work leaves behind V8 takes for old, bytes: the most that the old generation grows by while the work is repeated with a
 * collection of young objects behind each time. It is done some times before, until nothing of it is compiled for the first time, and then everything is
 * collected, so that whatever lives on is old itself.
 */
export async function bytesMadeOld(times: number, work: () => void | Promise<void>): Promise<number> {
  const collect = collector();
  for (let time = 0; time < FIRST_TIMES; time += 1) await work();
  collect('major');
  const before = bytesOfOldGeneration();
  let most = 0;
  for (let time = 0; time < times; time += 1) {
    await work();
    collect('minor');
    most = Math.max(most, bytesOfOldGeneration() - before);
  }
  return most;
}

function bytesOfOldGeneration(): number {
  return getHeapSpaceStatistics()
    .filter(({ space_name: name }) => !name.startsWith('new_'))
    .reduce((sum, { space_used_size: bytes }) => sum + bytes, 0);
}

function collector(): (type: 'minor' | 'major') => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new TypeError('there is no gc()');
  return (type) => {
    Reflect.apply(collect, undefined, [{ type, execution: 'sync' }]);
  };
}
