import { setTimeout as delay } from 'node:timers/promises';
import type { LogPositions } from '@bourse/application/ports/log-positions.ts';
import type { Log, LogRecord } from '@bourse/application/ports/log.ts';
import type { PartitionOwnership } from '@bourse/application/ports/partition-ownership.ts';
import type { Transactions } from '@bourse/application/ports/transactions.ts';
import type { DeadLetters } from '@bourse/application/ports/dead-letters.ts';
import type { Consumer } from '@bourse/application/processing/consumer.ts';
import { startConsumer } from '@bourse/application/processing/consumer.ts';
import type { Processor } from '@bourse/application/processing/processor.ts';
import { lagOf } from '@bourse/application/processing/log-upkeep.ts';
import { createTopicFollower } from '@bourse/application/processing/topic-follower.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import { expect, it, onTestFinished } from 'vitest';
import { contractSuite } from '../support/contract-suite.ts';
import { until } from '../support/until.ts';
import { jsonRecord } from './log-reading.ts';

/** The same log as several processes see it, and where their consumers keep their positions, effects and dead letters. */
export interface LogConsumptionSubject {
  readonly processes: readonly { readonly log: Log; readonly ownership: PartitionOwnership }[];
  readonly positions: LogPositions;
  readonly transactions: Transactions;
  readonly deadLetters: DeadLetters;
  /** Writes effects within a transaction, and reads all that were committed, in the order of the commits. */
  readonly effects: {
    save(transaction: Parameters<Parameters<Transactions['run']>[0]>[0], texts: readonly string[]): Promise<void>;
    committed(): Promise<readonly string[]>;
  };
  /** Puts into the first partition of a topic what no process of ours would write; absent where nobody else can write. */
  readonly appendForeign?: (topic: string) => Promise<void>;
}

export const CONSUMPTION_LEASE_MS = 700;
const PARTITIONS = 4;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const noMeter = { count: () => undefined, gauge: () => undefined, duration: () => undefined };

/** What must hold for consumers of a log that share its partitions, whatever the log is kept in. */
export function logConsumptionContract(
  adapter: string,
  open: (topic: string, partitions: number, processes: number) => Promise<LogConsumptionSubject>,
): void {
  let opened = 0;

  async function openTopic(processes: number) {
    opened += 1;
    const topic = `consumed-${opened}`;
    const subject = await open(topic, PARTITIONS, processes);
    const { positions, transactions, deadLetters, effects } = subject;
    const group = `group-${opened}`;
    /** Starts the consumer of one process; before each batch it waits for `gate`. */
    const consume = (process: number, gate: () => Promise<void> = () => Promise.resolve()): Consumer => {
      const { log, ownership } = subject.processes[process]!;
      const ports = { log, ownership, positions, transactions, deadLetters, clock: systemClock };
      const processor = echo(group, topic, effects, gate);
      const consumer = startConsumer(processor, `member-${process}`, { ...ports, meter: noMeter, logger: silent });
      onTestFinished(() => consumer.stop());
      return consumer;
    };
    const { log } = subject.processes[0]!;
    const caughtUp = () =>
      until('all to be consumed', async () => (await lagOf({ log, positions }, group, topic)) === 0);
    return { ...subject, topic, group, log, consume, caughtUp };
  }

  /** Each value once, and the values of each key in the order in which they were appended. */
  function expectEachOnceInOrder(committed: readonly string[], appended: readonly LogRecord[]): void {
    const plain = appended.map(({ key, value }) => `${key} ${value}`);
    expect(committed.toSorted()).toEqual(plain.toSorted());
    const keyOf = (text: string): string => text.split(' ')[0] ?? '';
    const byKey = Map.groupBy(committed, keyOf);
    for (const [key, expected] of Map.groupBy(plain, keyOf)) expect(byKey.get(key)).toEqual(expected);
  }

  contractSuite('Log consumption', adapter, () => {
    it('goes on behind a record that cannot be read, which is a dead letter', async () => {
      const { topic, group, log, consume, caughtUp, deadLetters, effects, appendForeign } = await openTopic(1);
      const before = jsonRecord('a', 1);
      const poison: LogRecord = { key: 'a', value: '{"not":"a number"}', headers: {} };
      const after = jsonRecord('a', 2);
      const places = await log.append(topic, [before, poison, after]);
      await appendForeign?.(topic);
      await log.append(topic, [jsonRecord('a', 3)]);
      consume(0);
      await caughtUp();
      expectEachOnceInOrder(await effects.committed(), [before, after, jsonRecord('a', 3)]);
      const [letter] = await deadLetters.find(group, topic, [places[1]!]);
      expect(letter?.record.value).toBe(poison.value);
      expect(await deadLetters.depth()).toBe(appendForeign === undefined ? 1 : 2);
    });

    it('goes on behind records that a follower cannot take, which are counted and not handed over again', async () => {
      const { topic, log, appendForeign } = await openTopic(1);
      const counted: string[] = [];
      const taken: string[] = [];
      const meter = { ...noMeter, count: (name: string) => void counted.push(name) };
      const follower = createTopicFollower(
        { log, clock: systemClock, meter, logger: silent },
        { topic, pollEveryMs: 50, rewindRecords: 0, maxRecords: 1 },
        {
          onRecords(records) {
            for (const { value } of records) taken.push(String(readNumber(value)));
          },
          onMissed: () => Promise.resolve(),
        },
      );
      await follower.start();
      onTestFinished(() => follower.stop());
      for (const content of [1, { not: 'a number' }, 2]) await log.append(topic, [jsonRecord('a', content)]);
      await appendForeign?.(topic);
      await log.append(topic, [jsonRecord('a', 3)]);
      await until('what is behind them', () => taken.includes('3'));
      const leftOut = appendForeign === undefined ? 1 : 2;
      await until('them to be counted', () => counted.length >= leftOut);
      expect(taken).toEqual(['1', '2', '3']);
      expect(counted).toEqual(new Array(leftOut).fill('log_records_left_out_total'));
    });

    it('consumes each record once, in order, when the partitions move in the middle of a batch', async () => {
      const { topic, log, consume, caughtUp, effects } = await openTopic(2);
      const gate = createGate();
      const first = consume(0, () => gate.pass());
      const records = Array.from({ length: 400 }, (_, count) => jsonRecord(`key-${count % 13}`, count));
      await log.append(topic, records.slice(0, 200));
      await gate.reached();
      // It has read its batch and stands still for longer than its lease: the other one takes everything over.
      const second = consume(1);
      await caughtUp();
      await log.append(topic, records.slice(200, 300));
      gate.open();
      await until('both to share the partitions', () => first.ownedPartitions() > 0 && second.ownedPartitions() > 0);
      await log.append(topic, records.slice(300));
      await caughtUp();
      expectEachOnceInOrder(await effects.committed(), records);
    });

    it('consumes each record once, in order, while members come and go', async () => {
      const { topic, log, consume, caughtUp, effects } = await openTopic(3);
      const records = Array.from({ length: 600 }, (_, count) => jsonRecord(`key-${count % 13}`, count));
      const appending = (async () => {
        for (let at = 0; at < records.length; at += 10) {
          await log.append(topic, records.slice(at, at + 10));
          await delay(5);
        }
      })();
      const first = consume(0, () => delay(20));
      await until('the first to begin', () => first.ownedPartitions() > 0);
      const second = consume(1, () => delay(20));
      await until('the second to take its share', () => second.ownedPartitions() > 0);
      await first.stop();
      consume(2, () => delay(20));
      await appending;
      await caughtUp();
      expectEachOnceInOrder(await effects.committed(), records);
    });
  });
}

/** Writes down every record that is a number. */
function echo(
  group: string,
  topic: string,
  effects: LogConsumptionSubject['effects'],
  gate: () => Promise<void>,
): Processor<number, string> {
  return {
    group,
    topic,
    maxBatchRecords: 50,
    decode: ({ value }) => readNumber(value),
    prepare: gate,
    decide: ({ record: { key, value } }) => `${key} ${value}`,
    save: (transaction, texts) => effects.save(transaction, texts),
    committed: () => undefined,
    discard: () => undefined,
  };
}

function readNumber(value: string): number {
  const number: unknown = JSON.parse(value);
  if (typeof number !== 'number') throw new TypeError(`${value} is not a number`);
  return number;
}

/** Holds up whoever comes first until it is opened. */
function createGate() {
  const arrived = Promise.withResolvers<undefined>();
  const opened = Promise.withResolvers<undefined>();
  return {
    async pass(): Promise<void> {
      arrived.resolve(undefined);
      await opened.promise;
    },
    async reached(): Promise<void> {
      await arrived.promise;
    },
    open(): void {
      opened.resolve(undefined);
    },
  };
}
