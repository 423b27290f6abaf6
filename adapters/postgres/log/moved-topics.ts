import { Fault } from '@bourse/application/ports/fault.ts';
import { sql } from 'kysely';
import type { Database, Sql } from '../database.ts';

/** A topic's new home. */
export interface NewHome {
  /** Names it for good, so that nobody takes another one for it. */
  readonly identity: string;
  /** How many records it holds already. Throws Fault('unavailable'). */
  records(): Promise<bigint>;
}

/** What moves: a topic, with the partitions from this one on (0). */
export interface MovingTopic {
  readonly topic: string;
  readonly firstPartition?: number;
}

interface End {
  readonly partition: number;
  readonly next_position: bigint;
  readonly moved_to: string | null;
}

/**
 * Moves a topic of the log in the database to a new home, once, and answers where each partition ended here: its records go on from
 * that position there. From then on the database refuses appends to it. Throws Fault('invalid-data') when it has moved to another home
 * before, or when the new one holds records of something else, and Fault('unavailable').
 */
export async function moveTopic(
  database: Database,
  { topic, firstPartition = 0 }: MovingTopic,
  home: NewHome,
): Promise<ReadonlyMap<number, bigint>> {
  return database.query((connection) =>
    connection.transaction().execute(async (transaction) => {
      const ends = await lockEnds(transaction, topic, firstPartition);
      const others = ends.filter(({ moved_to: movedTo }) => movedTo !== null && movedTo !== home.identity);
      if (others.length > 0) {
        throw new Fault(
          'invalid-data',
          `The topic ${topic} of this database is kept in another topic on Kafka: check KAFKA_BROKERS and KAFKA_TOPIC_PREFIX.`,
        );
      }
      if (ends.some(({ moved_to: movedTo }) => movedTo === null)) {
        if ((await home.records()) > 0n) {
          throw new Fault(
            'invalid-data',
            `The topic ${topic} on Kafka holds records of something else: set KAFKA_TOPIC_PREFIX to a prefix of its own.`,
          );
        }
        await sql`UPDATE log_ends SET moved_to = ${home.identity}
          WHERE topic = ${topic} AND partition >= ${firstPartition}`.execute(transaction);
      }
      return new Map(ends.map(({ partition, next_position: end }) => [partition, end]));
    }),
  );
}

/** Topics of this database whose records go on elsewhere. Throws Fault('unavailable'). */
export async function movedTopics(database: Database): Promise<readonly string[]> {
  const { rows } = await database.query((connection) =>
    sql<{ topic: string }>`SELECT DISTINCT topic FROM log_ends WHERE moved_to IS NOT NULL ORDER BY topic`.execute(
      connection,
    ),
  );
  return rows.map(({ topic }) => topic);
}

/** Whoever appends holds one of these locks until its commit, so nothing comes behind what is read here. */
async function lockEnds(transaction: Sql, topic: string, firstPartition: number): Promise<readonly End[]> {
  const { rows } = await sql<End>`
    SELECT partition, next_position, moved_to FROM log_ends
    WHERE topic = ${topic} AND partition >= ${firstPartition} ORDER BY partition FOR UPDATE`.execute(transaction);
  return rows;
}
