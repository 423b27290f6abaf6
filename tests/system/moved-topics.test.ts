import { describe, expect, it } from 'vitest';
import { isFault } from '@bourse/application/ports/fault.ts';
import { movedTopics, moveTopic } from '@bourse/postgres/log/moved-topics.ts';
import { DEFAULT_LOG_LIMITS, openPostgresLog } from '@bourse/postgres/log/postgres-log.ts';
import { jsonRecord, readAll } from '../contracts/log-reading.ts';
import { databaseOfThisFile } from '../support/database-of-this-file.ts';

const file = databaseOfThisFile();
const home = (identity: string, records = 0n) => ({ identity, records: () => Promise.resolve(records) });
let topics = 0;

async function openTopic() {
  topics += 1;
  const topic = `moving-${topics}`;
  const { database } = file();
  const log = await openPostgresLog(database, { ...DEFAULT_LOG_LIMITS, topics: { [topic]: 2, [`${topic}-other`]: 1 } });
  return { database, topic, log };
}

describe('a topic of the log in the database that moves', () => {
  it('says where each partition ended, the same to everybody who asks later', async () => {
    const { database, topic, log } = await openTopic();
    const places = await log.append(
      topic,
      ['a', 'b', 'c', 'd', 'e'].map((key) => jsonRecord(key, 1)),
    );
    const ends = new Map(
      [0, 1].map((partition) => [partition, BigInt(places.filter((place) => place.partition === partition).length)]),
    );
    expect(await moveTopic(database, { topic }, home('there'))).toEqual(ends);
    expect(await moveTopic(database, { topic }, home('there', 7n))).toEqual(ends);
    expect(await movedTopics(database)).toContain(topic);
  });

  it('takes no appends any more, can still be read, and leaves other topics alone', async () => {
    const { database, topic, log } = await openTopic();
    await log.append(topic, [jsonRecord('a', 1)]);
    await moveTopic(database, { topic }, home('there'));
    const refused = log.append(topic, [jsonRecord('a', 2)]);
    await expect(refused).rejects.toSatisfy((error) => isFault(error, 'unavailable'));
    await expect(refused).rejects.toThrow('has moved to Kafka');
    expect(await readAll(log, topic)).toHaveLength(1);
    expect(await log.append(`${topic}-other`, [jsonRecord('a', 1)])).toHaveLength(1);
  });

  it('loses no append that is under way: each is before the end that was told, or refused', async () => {
    const { database, topic, log } = await openTopic();
    const appends = Array.from({ length: 200 }, async (_, count) => {
      await new Promise(setImmediate);
      return log.append(topic, [jsonRecord('a', count)]);
    });
    const ends = await moveTopic(database, { topic }, home('there'));
    const outcomes = await Promise.allSettled(appends);
    const taken = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect([...ends.values()].reduce((sum, end) => sum + end)).toBe(BigInt(taken));
    expect(await readAll(log, topic)).toHaveLength(taken);
  });

  it('does not move to a second home, nor to one that holds something else', async () => {
    const { database, topic } = await openTopic();
    const isInvalid = (error: unknown): boolean => isFault(error, 'invalid-data');
    await expect(moveTopic(database, { topic }, home('there', 1n))).rejects.toSatisfy(isInvalid);
    expect(await movedTopics(database)).not.toContain(topic);
    await moveTopic(database, { topic }, home('there'));
    await expect(moveTopic(database, { topic }, home('elsewhere'))).rejects.toSatisfy(isInvalid);
  });
});
