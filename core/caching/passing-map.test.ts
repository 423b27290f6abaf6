import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PassingMap } from './passing-map.ts';

const key = fc.integer({ min: 0, max: 600 });
const step = fc.oneof(
  { weight: 800, arbitrary: fc.record({ type: fc.constant('set' as const), key, value: fc.integer() }) },
  { weight: 400, arbitrary: fc.record({ type: fc.constant('delete' as const), key }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('clear' as const) }) },
);

describe('a passing map', () => {
  it('answers as a Map does, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 2_000, size: 'max' }), (steps) => {
        const map = new PassingMap<number, number>();
        const model = new Map<number, number>();
        for (const taken of steps) {
          if (taken.type === 'set') for (const each of [map, model]) each.set(taken.key, taken.value);
          else if (taken.type === 'delete') for (const each of [map, model]) each.delete(taken.key);
          else for (const each of [map, model]) each.clear();
          expect(map.size).toBe(model.size);
        }
        expect([...map.values()]).toEqual([...model.values()]);
        for (let asked = 0; asked <= 600; asked += 1) {
          expect([map.has(asked), map.get(asked)]).toEqual([model.has(asked), model.get(asked)]);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('lets what has passed through die young, also once it is old itself', () => {
    const collect = collector();
    const map = new PassingMap<number, readonly number[]>();
    let next = 0;
    const pass = (entries: number): void => {
      for (const last = next + entries; next < last; next += 1) {
        map.set(next, new Array<number>(100).fill(0.5));
        map.delete(next - 50);
      }
    };
    pass(100);
    collect('major');
    const before = bytesOfOldGeneration();
    let grown = 0;
    for (let round = 0; round < 100; round += 1) {
      pass(500);
      collect('minor');
      grown = Math.max(grown, bytesOfOldGeneration() - before);
    }
    const passedBytes = 100 * 500 * 100 * 8;
    expect(grown).toBeLessThan(passedBytes / 20);
  });
});

function bytesOfOldGeneration(): number {
  return getHeapSpaceStatistics()
    .filter(({ space_name: name }) => !name.startsWith('new_'))
    .reduce((sum, { space_used_size: bytes }) => sum + bytes, 0);
}

/** Collects the young generation, or everything. */
function collector(): (type: 'minor' | 'major') => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new TypeError('there is no gc()');
  return (type) => {
    Reflect.apply(collect, undefined, [{ type, execution: 'sync' }]);
  };
}
