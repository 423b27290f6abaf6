import { expect, it } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';
import type { RemoteLog } from '@bourse/application/ports/log.ts';
import { jsonRecord, located, readAll } from './log-reading.ts';

/** What a log has to do when several processes use it. `open` opens the log behind a topic once more, as another process would. */
export function sharedLogContract(
  adapter: string,
  open: (topics: Readonly<Record<string, number>>, processes: number) => Promise<readonly RemoteLog[]>,
): void {
  let opened = 0;
  const openPair = async (partitions: number) => {
    opened += 1;
    const topic = `shared-${opened}`;
    const [here, there] = await open({ [topic]: partitions }, 2);
    return { here: here!, there: there!, topic };
  };

  contractSuite('Log shared by processes', adapter, () => {
    it('shows each process what the other appended', async () => {
      const { here, there, topic } = await openPair(1);
      await here.append(topic, [jsonRecord('a', 1)]);
      await there.append(topic, [jsonRecord('a', 2)]);
      await here.append(topic, [jsonRecord('a', 3)]);
      const expected = [
        [0n, '1'],
        [1n, '2'],
        [2n, '3'],
      ];
      expect(await located(here, topic, 0)).toEqual(expected);
      expect(await located(there, topic, 0)).toEqual(expected);
      await there.append(topic, [jsonRecord('a', 4)]);
      expect(await located(here, topic, 0, 3n)).toEqual([[3n, '4']]);
      expect(await here.end(topic, 0)).toBe(4n);
    });

    it('tells a process that another one has appended', async () => {
      const { here, there, topic } = await openPair(1);
      const told: number[] = [];
      here.onAppended(topic, (partition) => told.push(partition));
      // The first hints may come before anybody listens: they are hints.
      await expect
        .poll(() => there.append(topic, [jsonRecord('a', 1)]).then(() => told), { timeout: 20_000 })
        .toContain(0);
      const before = told.length;
      await there.append(topic, [jsonRecord('a', 2)]);
      await expect.poll(() => told.length, { timeout: 20_000 }).toBeGreaterThan(before);
    });

    it('gives positions without gaps and keeps the order of each key when both append at once', async () => {
      const { here, there, topic } = await openPair(2);
      const load = (log: RemoteLog, writer: string) =>
        Promise.all(
          Array.from({ length: 500 }, (_, count) => log.append(topic, [jsonRecord(`${writer}-${count % 5}`, count)])),
        );
      await Promise.all([load(here, 'here'), load(there, 'there')]);
      const [seenHere, seenThere] = await Promise.all([readAll(here, topic), readAll(there, topic)]);
      expect(seenHere).toHaveLength(1_000);
      expect(seenHere).toEqual(seenThere);
      const byKey = Map.groupBy(seenHere, ({ record }) => record.key);
      expect(byKey.size).toBe(10);
      for (const [key, found] of byKey) {
        const first = Number(key.at(-1));
        expect(found.map(({ record }) => Number(record.value))).toEqual(
          Array.from({ length: 100 }, (_, index) => first + 5 * index),
        );
      }
    });

    it('never shows a reader in one process a gap while the other appends', async () => {
      const { here, there, topic } = await openPair(1);
      const progress = { appending: true };
      const appends = Promise.all([
        ...Array.from({ length: 150 }, (_, count) => there.append(topic, [jsonRecord('a', count)])),
        (async () => {
          for (let count = 0; count < 50; count += 1) await here.append(topic, [jsonRecord('a', `own ${count}`)]);
        })(),
      ]).finally(() => {
        progress.appending = false;
      });
      let next = 0n;
      for (let last = false; !last;) {
        last = !progress.appending;
        for (const { basePosition, records } of await here.read(topic, 0, next, 20)) {
          expect(basePosition).toBeLessThanOrEqual(next);
          next = basePosition + BigInt(records.length);
        }
      }
      await appends;
      expect(await located(here, topic, 0, next)).toHaveLength(200 - Number(next));
    });
  });
}
