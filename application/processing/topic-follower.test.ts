import { describe, expect, it } from 'vitest';
import { Fault } from '../ports/fault.ts';
import { fakeLog, fakeLogger, fakeMeter, manualClock, settle } from '../market/market-fakes.ts';
import { createTopicFollower } from './topic-follower.ts';

const TOPIC = 'market-data';
const down = new Fault('unavailable', 'the log is down');

// Keys of one length: the letter decides the partition of two.
const even = (value: string) => ({ key: 'b', value, headers: {} });
const odd = (value: string) => ({ key: 'a', value, headers: {} });
const EVEN = ('b'.codePointAt(0)! + 1) % 2;

function setUp(options: { rewindRecords?: number; maxRecords?: number } = {}) {
  const clock = manualClock();
  const log = fakeLog();
  const meter = fakeMeter();
  const seen: string[] = [];
  const places: string[] = [];
  const failures: Error[] = [];
  let missed = 0;
  const follower = createTopicFollower(
    { log, clock, meter, logger: fakeLogger() },
    { topic: TOPIC, pollEveryMs: 1_000, rewindRecords: 0, maxRecords: 100, ...options },
    {
      onRecords: (records, { position }) => {
        if (records.some(({ value }) => value === 'poison')) throw new SyntaxError('not to be read');
        seen.push(...records.map(({ value }) => value));
        places.push(...records.map(({ value }, index) => `${value} at ${position + BigInt(index)}`));
      },
      onMissed: async () => {
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
        missed += 1;
      },
    },
  );
  return { clock, log, meter, seen, places, failures, missed: () => missed, follower };
}

describe('following a topic', () => {
  it('begins at the end, having said that what was before is missed', async () => {
    const { log, seen, missed, follower } = setUp();
    await log.append(TOPIC, [even('old')]);
    await follower.start();
    await log.append(TOPIC, [even('new')]);
    await settle();
    expect(missed()).toBe(1);
    expect(seen).toEqual(['new']);
  });

  it('begins some records before the end when it is told to', async () => {
    const { log, seen, follower } = setUp({ rewindRecords: 2 });
    await log.append(TOPIC, [even('1'), even('2'), even('3'), odd('x')]);
    await follower.start();
    await settle();
    expect(seen.toSorted()).toEqual(['2', '3', 'x']);
  });

  it('tells where each record is, and how far it has come', async () => {
    const { log, places, follower } = setUp({ rewindRecords: 1, maxRecords: 2 });
    await log.append(TOPIC, [even('1'), even('2')]);
    expect(() => follower.position(EVEN)).toThrow(RangeError);
    await follower.start();
    await log.append(TOPIC, [even('3')]);
    await settle();
    expect(places).toEqual(['2 at 1', '3 at 2']);
    expect(follower.position(EVEN)).toBe(3n);
    expect(follower.position(1 - EVEN)).toBe(0n);
  });

  it('sees every record of every partition once, in the order of its partition', async () => {
    const { log, seen, follower } = setUp({ maxRecords: 2 });
    await follower.start();
    await log.append(TOPIC, [even('e1'), odd('o1'), even('e2'), even('e3')]);
    await log.append(TOPIC, [even('e4'), odd('o2')]);
    await settle();
    expect(seen.filter((value) => value.startsWith('e'))).toEqual(['e1', 'e2', 'e3', 'e4']);
    expect(seen.filter((value) => value.startsWith('o'))).toEqual(['o1', 'o2']);
  });

  it('finds by looking what no hint told it of', async () => {
    const { clock, log, seen, follower } = setUp();
    await follower.start();
    log.hint(false);
    await log.append(TOPIC, [even('quiet')]);
    await clock.pass(999);
    expect(seen).toEqual([]);
    await clock.pass(1);
    expect(seen).toEqual(['quiet']);
  });

  it('says that records were missed when the log has let go of them, and goes on with the next', async () => {
    const { clock, log, meter, seen, missed, follower } = setUp();
    await follower.start();
    log.hint(false);
    await log.append(TOPIC, [even('gone'), even('gone too'), even('there')]);
    log.forget(EVEN, 2n);
    await clock.pass(1_000);
    expect(seen).toEqual(['there']);
    expect(missed()).toBe(2);
    expect(meter.counted('log_gaps_total', { topic: TOPIC })).toBe(1);
  });

  it('takes an end further on for no proof of that: it says so with the next record', async () => {
    const { clock, log, seen, missed, follower } = setUp();
    await follower.start();
    log.hint(false);
    await log.append(TOPIC, [even('gone'), even('gone too')]);
    log.forget(EVEN, 2n);
    await clock.pass(5_000);
    expect(missed()).toBe(1);
    await log.append(TOPIC, [even('there')]);
    await clock.pass(5_000);
    expect(missed()).toBe(2);
    expect(seen).toEqual(['there']);
  });

  it('says it again until it is heard, and hands over nothing behind the gap before', async () => {
    const { clock, log, failures, seen, missed, follower } = setUp();
    await follower.start();
    log.hint(false);
    failures.push(down, down);
    await log.append(TOPIC, [even('gone'), even('there')]);
    log.forget(EVEN, 1n);
    await clock.pass(2_000);
    expect(seen).toEqual([]);
    await clock.pass(1_000);
    expect(seen).toEqual(['there']);
    expect(missed()).toBe(2);
  });

  it('goes on where it was when the log comes back', async () => {
    const { clock, log, meter, seen, follower } = setUp();
    await follower.start();
    await log.append(TOPIC, [even('1')]);
    await settle();
    log.fail(down);
    await clock.pass(5_000);
    expect(meter.counted('log_follow_failures_total', { topic: TOPIC })).toBe(10);
    log.fail(undefined);
    await log.append(TOPIC, [even('2')]);
    await clock.pass(1_000);
    expect(seen).toEqual(['1', '2']);
  });

  it('fails to start when the log or what is behind it is not there', async () => {
    const { log, failures, follower } = setUp();
    log.fail(down);
    await expect(follower.start()).rejects.toBe(down);
    log.fail(undefined);
    failures.push(down);
    await expect(follower.start()).rejects.toBe(down);
  });

  it('hands records over once that cannot be taken, counts them, and goes on behind them', async () => {
    const { clock, log, meter, seen, follower } = setUp();
    await follower.start();
    await log.append(TOPIC, [even('1')]);
    await settle();
    await log.append(TOPIC, [even('poison')]);
    await settle();
    await log.append(TOPIC, [even('2')]);
    await clock.pass(5_000);
    expect(seen).toEqual(['1', '2']);
    expect(follower.position(EVEN)).toBe(3n);
    expect(meter.counted('log_records_left_out_total', { topic: TOPIC })).toBe(1);
    expect(meter.counted('log_follow_failures_total', { topic: TOPIC })).toBe(0);
  });

  it('hands over nothing more once it is stopped', async () => {
    const { clock, log, seen, follower } = setUp();
    await follower.start();
    await follower.stop();
    await log.append(TOPIC, [even('late')]);
    await clock.pass(10_000);
    expect(seen).toEqual([]);
  });
});

describe('a batch that comes along with a hint', () => {
  const batch = (basePosition: bigint, ...values: string[]) => {
    return { topic: TOPIC, partition: EVEN, basePosition, records: values.map(even) };
  };

  it('is handed over without reading the log', async () => {
    const { log, places, follower } = setUp();
    await follower.start();
    await settle();
    log.fail(down);
    log.bring(batch(0n, '1', '2'));
    log.bring(batch(2n, '3'));
    expect(places).toEqual(['1 at 0', '2 at 1', '3 at 2']);
    expect(follower.position(EVEN)).toBe(3n);
  });

  it('is handed over once, however often and in which pieces it comes', async () => {
    const { log, seen, follower } = setUp();
    await follower.start();
    await settle();
    for (const values of [['1', '2'], ['1', '2'], ['1'], ['1', '2', '3']]) log.bring(batch(0n, ...values));
    await log.append(TOPIC, ['1', '2', '3', '4'].map(even));
    await settle();
    log.bring(batch(2n, '3', '4'));
    expect(seen).toEqual(['1', '2', '3', '4']);
  });

  it('makes the log be read for what is missing before it, and is handed over behind that', async () => {
    const { log, places, follower } = setUp();
    await follower.start();
    await settle();
    log.hint(false);
    await log.append(TOPIC, [even('1'), even('2')]);
    log.bring(batch(2n, '3'));
    log.bring(batch(3n, '4'));
    await settle();
    expect(places).toEqual(['1 at 0', '2 at 1', '3 at 2', '4 at 3']);
  });

  it('is left out when the log does not lead to it', async () => {
    const { log, seen, follower } = setUp();
    await follower.start();
    await settle();
    log.bring(batch(50n, 'of another log'));
    await settle();
    expect([seen, follower.position(EVEN)]).toEqual([[], 0n]);
    await log.append(TOPIC, [even('1')]);
    await settle();
    expect(seen).toEqual(['1']);
  });

  it('does not get ahead of what is being read, however many come', async () => {
    const { log, seen, follower } = setUp();
    await follower.start();
    await settle();
    log.hint(false);
    const values = Array.from({ length: 300 }, (_, index) => String(index));
    await log.append(TOPIC, values.map(even));
    // The first one makes the log be read; the others come while that is under way.
    for (const [index, value] of values.entries()) if (index > 0) log.bring(batch(BigInt(index), value));
    await settle();
    await settle();
    expect(seen).toEqual(values);
  });
});
