import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PassingMap } from './passing-map.ts';

const key = fc.integer({ min: 0, max: 600 });
const step = fc.oneof(
  { weight: 800, arbitrary: fc.record({ type: fc.constant('set' as const), key, value: fc.integer() }) },
  { weight: 400, arbitrary: fc.record({ type: fc.constant('delete' as const), key }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('clear' as const) }) },
);

it('a passing map answers as a Map does, whatever comes and goes', () => {
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
