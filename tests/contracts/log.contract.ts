import { isFault } from '@bourse/application/ports/fault.ts';
import type { LogRecord, RemoteLog } from '@bourse/application/ports/log.ts';
import { MAX_RECORD_HEAD_BYTES } from '@bourse/application/ports/record-limits.ts';
import { expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';
import { jsonRecord, located, readAll, recordsOf } from './log-reading.ts';

/** A log with the topics asked for. */
export interface LogSubject {
  readonly log: RemoteLog;
}

/** What a test asks of the log that is opened for it. */
export interface LogShape {
  readonly topics: Readonly<Record<string, number>>;
  readonly maxWaitingAppends: number;
  readonly maxWaitingBytes?: number;
  readonly maxValueBytes: number;
}

const GENEROUS = { maxWaitingAppends: 50_000, maxValueBytes: 100_000 };

/** What every log has to do. `open` is asked for topics that have never been used. */
export function logContract(adapter: string, open: (shape: LogShape) => Promise<LogSubject>): void {
  let opened = 0;
  const openFor = async (partitions: number, limits: Partial<LogShape> = {}) => {
    opened += 1;
    const topic = `topic-${opened}`;
    const other = `other-${opened}`;
    const subject = await open({ ...GENEROUS, ...limits, topics: { [topic]: partitions, [other]: 1 } });
    return { ...subject, topic, other };
  };

  contractSuite('Log', adapter, () => {
    it('knows its topics and refuses others as a bug of the caller', async () => {
      const { log, topic } = await openFor(4);
      expect(log.partitions(topic)).toEqual([0, 1, 2, 3]);
      expect(() => log.partitions('nowhere')).toThrow(RangeError);
      await expect(log.append('nowhere', [jsonRecord('a', 1)])).rejects.toThrow(RangeError);
    });

    it('is empty at first', async () => {
      const { log, topic } = await openFor(2);
      expect(await log.read(topic, 0, 0n, 10)).toEqual([]);
      expect(await log.end(topic, 1)).toBe(0n);
    });

    it('gives records back as they were appended, whatever characters they hold', async () => {
      const { log, topic } = await openFor(1);
      const records: LogRecord[] = [
        { key: '', value: '""', headers: {} },
        {
          key: 'a\nb\0c"\\',
          value: JSON.stringify({ text: 'line\nbreak, NUL \0, "quotes", \u2028, 🦉, \ud800' }),
          headers: {},
        },
        { key: '漢字🦉', value: '[1e400,-0.0]', headers: { 'trace parent': '00-\n"', '': 'ü' } },
        { key: '__proto__', value: '{"__proto__":1}', headers: { constructor: 'x' } },
      ];
      await log.append(topic, records);
      expect(await recordsOf(log, topic, 0)).toEqual(records);
    });

    it('has appended a batch before it answers, and its end says so', async () => {
      const { log, topic } = await openFor(1);
      await log.append(topic, [jsonRecord('a', 1), jsonRecord('a', 2)]);
      expect(await log.end(topic, 0)).toBe(2n);
      await log.append(topic, [jsonRecord('a', 3)]);
      expect(await log.end(topic, 0)).toBe(3n);
      expect(await located(log, topic, 0)).toEqual([
        [0n, '1'],
        [1n, '2'],
        [2n, '3'],
      ]);
    });

    it('answers where each record is, in the order in which they were given', async () => {
      const { log, topic } = await openFor(4);
      const keys = Array.from({ length: 50 }, (_, number) => `key ${number % 17}`);
      const given = Array.from({ length: 5 }, (_, round) =>
        keys.map((key, number) => jsonRecord(key, [round, number])),
      );
      const places = await Promise.all(given.map((records) => log.append(topic, records)));
      const kept = new Map(
        (await readAll(log, topic)).map(({ partition, position, record }) => [`${partition}/${position}`, record]),
      );
      const answered = places.map((ofAppend) =>
        ofAppend.map(({ partition, position }) => kept.get(`${partition}/${position}`)),
      );
      expect(answered).toEqual(given);
    });

    it('appends nothing when there is nothing to append', async () => {
      const { log, topic } = await openFor(1);
      expect(await log.append(topic, [])).toEqual([]);
      expect(await log.end(topic, 0)).toBe(0n);
    });

    it('keeps topics apart', async () => {
      const { log, topic, other } = await openFor(1);
      await Promise.all([log.append(topic, [jsonRecord('a', 'here')]), log.append(other, [jsonRecord('a', 'there')])]);
      expect(await located(log, topic, 0)).toEqual([[0n, '"here"']]);
      expect(await located(log, other, 0)).toEqual([[0n, '"there"']]);
    });

    it('puts a key into one partition and keeps the order of its records, though nobody waits between them', async () => {
      const { log, topic } = await openFor(4);
      const keys = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
      const appends = Array.from({ length: 200 }, (_, count) =>
        log.append(
          topic,
          keys.map((key) => jsonRecord(key, count)),
        ),
      );
      await Promise.all(appends);
      const everything = await readAll(log, topic);
      for (const key of keys) {
        const ofKey = everything.filter(({ record }) => record.key === key);
        expect(new Set(ofKey.map(({ partition }) => partition)).size).toBe(1);
        expect(ofKey.map(({ record }) => record.value)).toEqual(appends.map((_, count) => String(count)));
      }
    });

    it('takes thousands of concurrent appends, each once, at positions without gaps', async () => {
      const { log, topic } = await openFor(4);
      await Promise.all(
        Array.from({ length: 5_000 }, (_, count) =>
          log.append(
            topic,
            Array.from({ length: 1 + (count % 3) }, (_, index) => jsonRecord(`key-${count % 97}`, `${count}.${index}`)),
          ),
        ),
      );
      const everything = await readAll(log, topic);
      expect(everything).toHaveLength(5_000 + 1_667 + 1_666 * 2);
      expect(new Set(everything.map(({ record }) => record.value)).size).toBe(everything.length);
      for (const partition of [0, 1, 2, 3]) {
        const positions = everything.filter((one) => one.partition === partition).map(({ position }) => position);
        expect(positions.length).toBeGreaterThan(0);
        expect(positions).toEqual(positions.map((_, index) => BigInt(index)));
        expect(await log.end(topic, partition)).toBe(BigInt(positions.length));
      }
    });

    it('never shows a reader a gap while others append', async () => {
      const { log, topic } = await openFor(1);
      const progress = { appending: true };
      const appends = Promise.all(
        Array.from({ length: 20 }, async (_, writer) => {
          for (let count = 0; count < 20; count += 1) await log.append(topic, [jsonRecord('a', `${writer}.${count}`)]);
        }),
      ).finally(() => {
        progress.appending = false;
      });
      let next = 0n;
      for (let last = false; !last;) {
        last = !progress.appending;
        for (const { basePosition, records } of await log.read(topic, 0, next, 50)) {
          expect(basePosition).toBeLessThanOrEqual(next);
          next = basePosition + BigInt(records.length);
        }
        await new Promise(setImmediate);
      }
      await appends;
      expect(await located(log, topic, 0, next)).toHaveLength(400 - Number(next));
    });

    it('reads from the middle of a batch: the first one holds the position asked for', async () => {
      const { log, topic } = await openFor(1);
      await log.append(
        topic,
        [1, 2, 3, 4].map((value) => jsonRecord('a', value)),
      );
      await log.append(
        topic,
        [5, 6].map((value) => jsonRecord('a', value)),
      );
      for (let from = 0n; from < 6n; from += 1n) {
        const [first] = await log.read(topic, 0, from, 100);
        expect(first!.basePosition).toBeLessThanOrEqual(from);
        expect(first!.basePosition + BigInt(first!.records.length)).toBeGreaterThan(from);
        expect(await located(log, topic, 0, from)).toHaveLength(6 - Number(from));
      }
      expect(await log.read(topic, 0, 6n, 100)).toEqual([]);
      expect(await log.read(topic, 0, 7n, 100)).toEqual([]);
    });

    it('reads whole batches until the limit is reached, and at least one', async () => {
      const { log, topic } = await openFor(1);
      for (const values of [[1, 2], [3, 4], [5, 6], [7]]) {
        await log.append(
          topic,
          values.map((value) => jsonRecord('a', value)),
        );
      }
      const sizes = async (maxRecords: number) =>
        (await log.read(topic, 0, 0n, maxRecords)).map(({ records }) => records.length);
      expect(await sizes(1)).toEqual([2]);
      expect(await sizes(2)).toEqual([2]);
      expect(await sizes(3)).toEqual([2, 2]);
      expect(await sizes(6)).toEqual([2, 2, 2]);
      expect(await sizes(100)).toEqual([2, 2, 2, 1]);
    });

    it('takes a value of exactly the limit and refuses a longer one as data that can never be stored', async () => {
      const { log, topic } = await openFor(1, { maxValueBytes: 10 });
      await log.append(topic, [{ key: 'a', value: '"12345678"', headers: {} }]);
      const tooLong = { key: 'a', value: '"123456789"', headers: {} };
      await expect(log.append(topic, [jsonRecord('a', 1), tooLong])).rejects.toSatisfy((error) =>
        isFault(error, 'invalid-data'),
      );
      expect(await log.end(topic, 0)).toBe(1n);
    });

    it.each([
      ['a key', { key: 'k'.repeat(MAX_RECORD_HEAD_BYTES + 1), headers: {} }],
      ['headers', { key: 'k', headers: { trace: 't'.repeat(MAX_RECORD_HEAD_BYTES) } }],
    ])('refuses a record with %s larger than it takes, and only that append', async (_, head) => {
      const { log, topic } = await openFor(1);
      const largest = { key: 'k', headers: { t: 't'.repeat(MAX_RECORD_HEAD_BYTES - 2) } };
      const appends = await Promise.allSettled([
        log.append(topic, [jsonRecord('a', 1)]),
        log.append(topic, [{ ...head, value: '2' }]),
        log.append(topic, [{ ...largest, value: '3' }]),
      ]);
      expect(appends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(appends[1]).toSatisfy(({ reason }: PromiseRejectedResult) => isFault(reason, 'invalid-data'));
      expect((await recordsOf(log, topic, 0)).map((record) => record.value)).toEqual(['1', '3']);
    });

    it.each([
      ['a line break', '{\n}'],
      ['a NUL', '"\0"'],
    ])('refuses a value with %s, and only that append', async (_, value) => {
      const { log, topic } = await openFor(1);
      const appends = await Promise.allSettled([
        log.append(topic, [jsonRecord('a', 1)]),
        log.append(topic, [jsonRecord('a', 2)]),
        log.append(topic, [{ key: 'a', value, headers: {} }]),
        log.append(topic, [jsonRecord('a', 3)]),
      ]);
      expect(appends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
      expect(appends[2]).toSatisfy(({ reason }: PromiseRejectedResult) => isFault(reason, 'invalid-data'));
      expect((await recordsOf(log, topic, 0)).map((record) => record.value)).toEqual(['1', '2', '3']);
    });

    it('says that it is overloaded when too many appends wait, and has appended exactly the others', async () => {
      const { log, topic } = await openFor(1, { maxWaitingAppends: 10 });
      const appends = await Promise.allSettled(
        Array.from({ length: 100 }, (_, count) => log.append(topic, [jsonRecord('a', count)])),
      );
      const refused = appends.filter((append) => append.status === 'rejected');
      expect(refused.length).toBeGreaterThan(0);
      expect(refused.every(({ reason }) => isFault(reason, 'overloaded'))).toBe(true);
      expect(await log.end(topic, 0)).toBe(BigInt(100 - refused.length));
    });

    it('says that it is overloaded when too many bytes wait, and has appended exactly the others', async () => {
      const { log, topic } = await openFor(1, { maxWaitingBytes: 100 });
      const records = [jsonRecord('a', 'ü'.repeat(17))];
      const appends = await Promise.allSettled(Array.from({ length: 20 }, () => log.append(topic, records)));
      const refused = appends.filter((append) => append.status === 'rejected');
      expect(refused.length).toBeGreaterThan(0);
      expect(refused.every(({ reason }) => isFault(reason, 'overloaded'))).toBe(true);
      expect(await log.end(topic, 0)).toBe(BigInt(20 - refused.length));
      await log.append(topic, records);
    });

    it('refuses records that are more bytes together than may ever wait, and says how many', async () => {
      const { log, topic } = await openFor(1, { maxWaitingBytes: 100 });
      const records = Array.from({ length: 12 }, () => jsonRecord('a', '1234567'));
      await expect(log.append(topic, records)).rejects.toThrow('take 120 bytes, more than 100');
      await expect(log.append(topic, records)).rejects.toSatisfy((error) => isFault(error, 'invalid-data'));
      expect(await log.end(topic, 0)).toBe(0n);
    });

    it('counts bytes, not characters', async () => {
      const { log, topic } = await openFor(1, { maxValueBytes: 10 });
      await log.append(topic, [jsonRecord('a', 'üüüü')]);
      await expect(log.append(topic, [jsonRecord('a', 'ü漢漢')])).resolves.toHaveLength(1);
      await expect(log.append(topic, [jsonRecord('a', '漢漢漢')])).rejects.toThrow('takes 11 bytes, more than 10');
    });

    it('tells listeners of a topic which partition has new records, when they can be read', async () => {
      const { log, topic, other } = await openFor(4);
      const seen: Promise<boolean>[] = [];
      const stop = log.onAppended(topic, (partition) => {
        seen.push(log.read(topic, partition, 0n, 10).then((batches) => batches.length > 0));
      });
      let toldOfOther = 0;
      log.onAppended(other, () => (toldOfOther += 1));
      await log.append(topic, [jsonRecord('a', 1)]);
      await expect.poll(() => seen.length).toBeGreaterThan(0);
      expect(await Promise.all(seen)).not.toContain(false);
      expect(toldOfOther).toBe(0);

      stop();
      const told = seen.length;
      await log.append(topic, [jsonRecord('a', 2)]);
      expect(seen.length).toBe(told);
    });
  });
}
