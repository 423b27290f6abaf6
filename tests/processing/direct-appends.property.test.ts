import type { LogPlace } from '@bourse/application/ports/log.ts';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { DirectAppends } from '@bourse/application/processing/direct-appends.ts';
import { createDirectAppends } from '@bourse/application/processing/direct-appends.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAll } from '../contracts/log-reading.ts';
import type { Step } from './consumer-world.ts';
import { consumerWorld, PARTITIONS } from './consumer-world.ts';
import { addition, sumsProcessor, sumsStore } from './sums.ts';

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** What becomes of one step of a process: it goes well, breaks, is fenced, or takes its time. */
const happening = fc.oneof(
  { weight: 60, arbitrary: fc.constant('well') },
  { weight: 2, arbitrary: fc.constant('unavailable') },
  { weight: 1, arbitrary: fc.constant('fenced') },
  { weight: 1, arbitrary: fc.constant('conflict') },
  { weight: 6, arbitrary: fc.constant('slow') },
  { weight: 1, arbitrary: fc.constant('very slow') },
);

/** What happens from outside: appends by this process or past it, time, a process that ends and another that begins, partitions taken. */
const action = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({
      type: fc.constant('append' as const),
      directly: fc.integer({ min: 0, max: 9 }).map((number) => number > 0),
      calls: fc.array(
        fc.array(fc.tuple(fc.constantFrom(...KEYS), fc.integer({ min: -1, max: 9 })), { minLength: 1, maxLength: 3 }),
        { minLength: 1, maxLength: 6 },
      ),
    }),
  },
  { weight: 12, arbitrary: fc.record({ type: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 1_500 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('begin' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('end' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('take' as const), partition: fc.nat({ max: PARTITIONS - 1 }) }),
  },
);

it('what is appended directly or not has its effect once, at the place that was answered, whatever breaks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { minLength: 1, maxLength: 30, size: 'max' }),
      fc.array(happening, { maxLength: 300, size: 'max' }),
      fc.constantFrom(1, 3, 100),
      async (actions, happenings, maxBatchRecords) => {
        const world = consumerWorld();
        const store = sumsStore();
        const left = [...happenings];
        const trouble = async (step: Step): Promise<void> => {
          const next = left.shift() ?? 'well';
          if (next === 'unavailable') throw new Fault(next, 'it happened');
          // The store says these instead of a commit, never behind it.
          if ((next === 'fenced' || next === 'conflict') && step !== 'after the commit') throw new Fault(next, 'no');
          if (next === 'slow') await new Promise<void>((resolve) => void world.clock.after(50, resolve));
          if (next === 'very slow') await new Promise<void>((resolve) => void world.clock.after(5_000, resolve));
        };
        let begun = 0;
        let newest: DirectAppends | undefined;
        const stops: (() => Promise<unknown>)[] = [];
        const begin = () => {
          begun += 1;
          const direct = createDirectAppends(world.log, 'additions', setImmediate);
          const processor = sumsProcessor(store, {
            maxBatchRecords,
            decidingAhead: { records: 1, isPossible: () => true },
          });
          const member = world.join(processor, `process ${begun}`, trouble, direct.offers);
          newest = direct;
          stops.push(() => member.stop().catch(() => undefined));
        };
        begin();
        for (let turns = 0; turns < 20; turns += 1) await world.turn();
        let ids = 0;
        const answers: Promise<readonly (readonly [id: string, place: LogPlace | undefined])[]>[] = [];
        const stopping: Promise<unknown>[] = [];

        for (const one of actions) {
          switch (one.type) {
            case 'append':
              for (const call of one.calls) {
                const records = call.map(([key, number]) => ({
                  ...addition(key, number),
                  headers: { id: String((ids += 1)) },
                }));
                const places = (one.directly ? (newest?.log ?? world.log) : world.log).append('additions', records);
                const answered = places.then((given) =>
                  records.map(({ headers }, index) => [headers.id, given[index]] as const),
                );
                // Unknown is an answer too: then the record is in the log or not, and never twice.
                answers.push(answered.catch(() => []));
              }
              break;
            case 'time':
              for (let passed = 0; passed < one.ms; passed += 50) {
                await world.turn();
                world.clock.advance(50);
              }
              break;
            case 'begin':
              begin();
              break;
            case 'end': {
              const stop = stops.shift();
              if (stop !== undefined) stopping.push(stop());
              break;
            }
            case 'take':
              await world.positions.take({ group: 'sums', topic: 'additions', partition: one.partition });
              break;
          }
          await world.turn();
        }
        if (stops.length === 0) begin();
        let settled = false;
        const answered = Promise.all(answers).finally(() => (settled = true));
        await world.until(async () => {
          const inLog = await readAll(world.log, 'additions');
          return settled && store.applied.length + world.deadLetters.letters().length >= inLog.length;
        });
        left.length = 0;
        await world.stopAll();
        await Promise.all(stopping);

        const inLog = await readAll(world.log, 'additions');
        const where = new Map(
          inLog.map(({ partition, position, record }) => [record.headers['id'], `${partition}/${position}`]),
        );
        expect(where.size).toBe(inLog.length);
        for (const [id, place] of (await answered).flat()) {
          expect(where.get(id)).toBe(`${place?.partition}/${place?.position}`);
        }
        const good = inLog.filter(({ record }) => Number(record.value) >= 0);
        const totals = new Map<string, number>();
        for (const { record } of good) totals.set(record.key, (totals.get(record.key) ?? 0) + Number(record.value));
        expect([...store.applied].sort()).toEqual(
          good.map(({ partition, position }) => `${partition}/${position}`).sort(),
        );
        expect(Object.fromEntries(store.totals)).toEqual(Object.fromEntries(totals));
        expect(world.deadLetters.letters()).toHaveLength(inLog.length - good.length);
        const ends = Map.groupBy(inLog, ({ partition }) => partition);
        const reached = await world.positions.positions('sums', 'additions');
        for (const [partition, found] of ends) expect(reached.get(partition)).toBe(BigInt(found.length));
      },
    ),
    { numRuns: 150 },
  );
});
