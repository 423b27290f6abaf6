import { expect, it } from 'vitest';
import type { Log, LogPlace, LogRecord } from '../ports/log.ts';
import { createDirectAppends } from './direct-appends.ts';

const record = (value: string): LogRecord => ({ key: 'a', value, headers: {} });

/** A log of which only `append` is used: it notes what it is handed, and answers when the test says so. */
function logOfTest() {
  const appended: string[] = [];
  const answers: ((places: readonly LogPlace[]) => void)[] = [];
  const unused = () => {
    throw new TypeError('not part of this test');
  };
  const log: Log = {
    partitions: () => [0],
    append: (topic, records) => {
      appended.push(...records.map(({ value }) => `${topic} ${value}`));
      return new Promise((resolve) => answers.push(resolve));
    },
    appendWithin: unused,
    read: unused,
    end: unused,
    onAppended: unused,
  };
  return { log, appended, answers };
}

function openDirect() {
  const { log, appended, answers } = logOfTest();
  const direct = createDirectAppends(log, 'orders');
  let woken = 0;
  const open = () => {
    direct.offers.open(() => (woken += 1));
  };
  const taken = (min = 1, max = 100) =>
    direct.offers.take(min, max).flatMap(({ records }) => records.map(({ value }) => value));
  return { ...direct, appended, answers, open, taken, woken: () => woken };
}

it('hands everything to the log until a consumer opens', async () => {
  const { log, appended, answers, taken } = openDirect();
  const append = log.append('orders', [record('1')]);
  answers[0]?.([{ partition: 0, position: 7n }]);
  expect(await append).toEqual([{ partition: 0, position: 7n }]);
  expect(appended).toEqual(['orders 1']);
  expect(taken()).toEqual([]);
});

it('offers what is appended to its topic, and wakes the consumer once for all that wait', () => {
  const { log, appended, open, taken, woken } = openDirect();
  open();
  void log.append('orders', [record('1')]);
  void log.append('orders', [record('2'), record('3')]);
  void log.append('trades', [record('4')]);
  expect(woken()).toBe(1);
  expect(taken()).toEqual(['1', '2', '3']);
  expect(taken()).toEqual([]);
  expect(appended).toEqual(['trades 4']);
});

it('answers an append as the consumer settles it', async () => {
  const { log, offers, open } = openDirect();
  open();
  const [settled, failed] = [log.append('orders', [record('1')]), log.append('orders', [record('2')])];
  const [first, second] = offers.take(1, 100);
  first?.settle([{ partition: 0, position: 3n }]);
  second?.fail(new Error('unknown'));
  expect(await settled).toEqual([{ partition: 0, position: 3n }]);
  await expect(failed).rejects.toThrow('unknown');
});

it('hands out at most about as much as is asked for, and nothing when it is less than that', () => {
  const { log, open, taken } = openDirect();
  open();
  for (const value of ['1', '2', '3']) void log.append('orders', [record(value), record(`${value}b`)]);
  expect(taken(7, 100)).toEqual([]);
  expect(taken(1, 3)).toEqual(['1', '1b', '2', '2b']);
  expect(taken(3, 3)).toEqual([]);
  expect(taken(2, 3)).toEqual(['3', '3b']);
});

it('hands out nothing while an append is under way to the log, and wakes the consumer behind it', async () => {
  const { log, answers, open, taken, woken } = openDirect();
  const before = log.append('orders', [record('1')]);
  open();
  void log.append('orders', [record('2')]);
  expect(taken()).toEqual([]);
  const wokenBefore = woken();
  answers[0]?.([]);
  await before;
  expect(woken()).toBe(wokenBefore + 1);
  expect(taken()).toEqual(['2']);
});

it('passes on to the log what waits when it is closed, and what is appended from then on', async () => {
  const { log, offers, appended, answers, open } = openDirect();
  open();
  const waiting = log.append('orders', [record('1')]);
  offers.close();
  void log.append('orders', [record('2')]);
  expect(appended).toEqual(['orders 1', 'orders 2']);
  answers[0]?.([{ partition: 0, position: 0n }]);
  expect(await waiting).toEqual([{ partition: 0, position: 0n }]);
});

it('leaves to the log what is large, and what is more than may wait', () => {
  const { log, appended, open, taken } = openDirect();
  open();
  const large = 'x'.repeat(16_385);
  void log.append('orders', [record(large)]);
  expect(appended).toEqual([`orders ${large}`]);
  expect(taken()).toEqual([]);
  const { log: busy, appended: passedOn, open: openBusy } = openDirect();
  openBusy();
  for (let count = 0; count < 4_001; count += 1) void busy.append('orders', [record(`${count}`)]);
  expect(passedOn).toEqual(['orders 4000']);
});
