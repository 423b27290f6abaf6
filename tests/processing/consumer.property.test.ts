import { Fault } from '@bourse/application/ports/fault.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAll } from '../contracts/log-reading.ts';
import type { Step } from './consumer-world.ts';
import { consumerWorld, PARTITIONS } from './consumer-world.ts';
import { addition, sumsProcessor, sumsStore } from './sums.ts';

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** What becomes of one step of a member: it goes well, breaks, is fenced, or takes its time. */
const happening = fc.oneof(
  { weight: 12, arbitrary: fc.constant('well') },
  { weight: 2, arbitrary: fc.constant('unavailable') },
  { weight: 1, arbitrary: fc.constant('fenced') },
  { weight: 1, arbitrary: fc.constant('slow') },
  { weight: 1, arbitrary: fc.constant('very slow') },
);

/** What happens from outside: appends, time, members that come and go, partitions taken by somebody unknown. */
const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('append' as const),
      records: fc.array(fc.tuple(fc.constantFrom(...KEYS), fc.integer({ min: -1, max: 9 })), {
        minLength: 1,
        maxLength: 8,
      }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 4_000 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('join' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('stop' as const), pick: fc.nat({ max: 5 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('take' as const), partition: fc.nat({ max: PARTITIONS - 1 }) }),
  },
);

it('every record has its effect once, or is set aside once, whatever breaks and whoever comes and goes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { minLength: 1, maxLength: 30, size: 'max' }),
      fc.array(happening, { maxLength: 200, size: 'max' }),
      fc.constantFrom(1, 3, 100),
      async (actions, happenings, maxBatchRecords) => {
        const world = consumerWorld();
        const store = sumsStore();
        const left = [...happenings];
        const trouble = async (_step: Step): Promise<void> => {
          const next = left.shift() ?? 'well';
          if (next === 'unavailable') throw new Fault('unavailable', 'the world broke');
          if (next === 'fenced') throw new Fault('fenced', 'somebody else');
          // Longer than a lease, so that others take over meanwhile.
          if (next === 'slow') await new Promise<void>((resolve) => void world.clock.after(500, resolve));
          if (next === 'very slow') await new Promise<void>((resolve) => void world.clock.after(5_000, resolve));
        };
        let joined = 0;
        const join = () => {
          joined += 1;
          return world.join(sumsProcessor(store, { maxBatchRecords }), `member ${joined}`, trouble);
        };
        const members = [join(), join()];
        const stops: Promise<unknown>[] = [];
        const expected = new Map<string, number>();
        let [good, bad] = [0, 0];

        for (const one of actions) {
          switch (one.type) {
            case 'append':
              await world.log.append(
                'additions',
                one.records.map(([key, number]) => addition(key, number)),
              );
              for (const [key, number] of one.records) {
                if (number >= 0) expected.set(key, (expected.get(key) ?? 0) + number);
                if (number >= 0) good += 1;
                else bad += 1;
              }
              break;
            case 'time':
              for (let passed = 0; passed < one.ms; passed += 250) {
                await world.turn();
                world.clock.advance(250);
              }
              break;
            case 'join':
              members.push(join());
              break;
            case 'stop':
              stops.push(...members.splice(one.pick, 1).map((member) => member.stop().catch(() => undefined)));
              break;
            case 'take':
              await world.positions.take({ group: 'sums', topic: 'additions', partition: one.partition });
              break;
          }
          await world.turn();
        }
        if (members.length === 0) join();
        await world.until(() => store.applied.length + world.deadLetters.letters().length >= good + bad);
        left.length = 0;
        await world.stopAll();
        await Promise.all(stops);

        expect(new Set(store.applied).size).toBe(good);
        expect(store.applied).toHaveLength(good);
        expect(Object.fromEntries(store.totals)).toEqual(Object.fromEntries(expected));
        expect(world.deadLetters.letters()).toHaveLength(bad);
        expect(world.deadLetters.letters().every(({ step }) => step === 'decide')).toBe(true);
        const ends = Map.groupBy(await readAll(world.log, 'additions'), ({ partition }) => partition);
        const reached = await world.positions.positions('sums', 'additions');
        for (const [partition, found] of ends) expect(reached.get(partition)).toBe(BigInt(found.length));
      },
    ),
    { numRuns: 100 },
  );
});
