import { createGuardedListeners } from '@bourse/application/processing/guarded-listeners.ts';
import { createMemoryLog } from '@bourse/memory/memory-log.ts';
import { expect, it } from 'vitest';

const TOPIC = 'notes';

function openLog() {
  const errors: Readonly<Record<string, unknown>>[] = [];
  const unused = (): void => {
    throw new TypeError('not part of this test');
  };
  const log = createGuardedListeners(
    createMemoryLog({ topics: { [TOPIC]: 1 }, maxWaitingAppends: 10, maxValueBytes: 100 }),
    { info: unused, warn: unused, error: (fields) => void errors.push(fields) },
  );
  return { log, errors };
}

it('lets an append succeed although a listener throws, tells the others, and logs what was thrown', async () => {
  const { log, errors } = openLog();
  const bug = new TypeError('a bug of a listener');
  const told: number[] = [];
  log.onAppended(TOPIC, () => {
    throw bug;
  });
  log.onAppended(TOPIC, (partition) => told.push(partition));
  const places = await log.append(TOPIC, [{ key: 'a', value: '1', headers: {} }]);
  expect(places).toEqual([{ partition: 0, position: 0n }]);
  expect(told).toEqual([0]);
  expect(errors).toEqual([{ err: bug, topic: TOPIC, partition: 0 }]);
});

it('tells nobody any more who has stopped listening', async () => {
  const { log } = openLog();
  const told: number[] = [];
  const stop = log.onAppended(TOPIC, (partition) => told.push(partition));
  stop();
  await log.append(TOPIC, [{ key: 'a', value: '1', headers: {} }]);
  expect(told).toEqual([]);
});
