import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lagOf } from '@bourse/application/processing/log-upkeep.ts';
import { openLog } from '@bourse/entrypoints/compose/open-log.ts';
import { readSettings } from '@bourse/entrypoints/config/settings-codec.ts';
import type { ConnectionOptions, Database } from '@bourse/postgres/database.ts';
import { DEFAULT_POOL_LIMITS, openDatabase } from '@bourse/postgres/database.ts';
import { startEmbeddedPostgres } from '@bourse/postgres/embedded/embedded-postgres.ts';
import { createPostgresLogPositions } from '@bourse/postgres/log/postgres-log-positions.ts';
import { Client } from 'pg';
import type { Work } from './backlog.ts';
import { ORDERS_WORK, TRADES_WORK } from './backlog.ts';
import type { BourseProcess } from './bourse-process.ts';
import { startBourse } from './bourse-process.ts';
import type { BourseUnderLoad } from './bourse-under-load.ts';
import type { Ground } from './open-under-load.ts';
import { openUnderLoad } from './open-under-load.ts';

/** Servers that are there already. */
export interface ClusterServers {
  /** As KAFKA_BROKERS. Topics are left behind whose names begin with "bench-". */
  readonly kafkaBrokers: string;
  /** As REDIS_URL. */
  readonly redisUrl: string;
}

/** A Bourse in processes of its own for each role, on a PostgreSQL of its own, with a load generator in front of its one API. */
export interface ClusterUnderLoad extends BourseUnderLoad {
  /** Starts and stops workers until there are so many, and waits until they have shared the partitions evenly. */
  setWorkers(count: number): Promise<void>;
}

export const CLUSTER_PARTITIONS = 12;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const POLL_MS = 20;
const DECIDING_MS = 240_000;
const SHARING_MS = 60_000;
const SHARES = `SELECT count(*)::int AS partitions, count(DISTINCT member)::int AS members,
    (SELECT min(held)::int FROM (SELECT count(*) AS held FROM partition_leases
      WHERE group_name = $1 AND topic = $2 AND expires_at > clock_timestamp() GROUP BY member) AS shares) AS least
  FROM partition_leases WHERE group_name = $1 AND topic = $2 AND expires_at > clock_timestamp()`;

/** Starts an API, a feed and one worker. */
export function openClusterUnderLoad(
  { kafkaBrokers, redisUrl }: ClusterServers,
  environment: Readonly<Record<string, string>>,
): Promise<ClusterUnderLoad> {
  return openUnderLoad(async ({ workPath, directory, office, later }) => {
    const server = await startEmbeddedPostgres({ dataDirectory: directory });
    later(() => server.stop());
    const { connection } = server;
    const settings = {
      ...environment,
      DATABASE_URL: databaseUrl(connection),
      KAFKA_BROKERS: kafkaBrokers,
      KAFKA_TOPIC_PREFIX: `bench-${randomUUID().slice(0, 8)}.`,
      REDIS_URL: redisUrl,
      LOG_PARTITIONS: String(CLUSTER_PARTITIONS),
      BOURSE_SIGNING_KEY: office.signingKey,
    };
    const start = (role: 'api' | 'worker' | 'feed'): Promise<BourseProcess> =>
      startBourse({ role, dataDirectory: join(workPath, 'roles'), demo: false, environment: settings });
    const workers: BourseProcess[] = [];
    later(() => Promise.all(workers.map((worker) => worker.stop())));
    const bourse = await start('api');
    later(() => bourse.stop());
    const feed = await start('feed');
    later(() => feed.stop());

    async function setWorkers(count: number): Promise<void> {
      while (workers.length < count) workers.push(await start('worker'));
      while (workers.length > count) await workers.pop()?.stop();
      await untilShared(connection, count);
    }
    await setWorkers(1);
    const database = openDatabase(connection, DEFAULT_POOL_LIMITS, () => undefined);
    later(() => database.close());
    const undecided = await openUndecided(database, settings, later);
    const untilDecided = async (of: Work): Promise<number> => {
      await until(`all of ${of.topic} to be decided`, async () => (await undecided(of)) === 0, DECIDING_MS);
      return performance.timeOrigin + performance.now();
    };
    return { bourse, connection, setWorkers, untilDecided };
  });
}

/** How much of a topic is not decided yet: the log is on Kafka, the positions are in the database. */
async function openUndecided(
  database: Database,
  settings: Readonly<Record<string, string>>,
  later: Ground['later'],
): Promise<(work: Work) => Promise<number>> {
  const opened = await openLog(database, readSettings(settings), undefined, silent);
  later(() => opened.close());
  const positions = createPostgresLogPositions(database);
  return ({ group, topic }) => lagOf({ log: opened.log, positions }, group, topic);
}

async function untilShared(connection: ConnectionOptions, workers: number): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  try {
    for (const { group, topic } of [ORDERS_WORK, TRADES_WORK]) {
      const isShared = async (): Promise<boolean> => {
        const { rows } = await client.query<{ partitions: number; members: number; least: number }>(SHARES, [
          group,
          topic,
        ]);
        const [{ partitions, members, least } = { partitions: 0, members: 0, least: 0 }] = rows;
        return partitions === CLUSTER_PARTITIONS && members === workers && least >= CLUSTER_PARTITIONS / workers;
      };
      await until(`${workers} workers to share ${topic}`, isShared, SHARING_MS);
    }
  } finally {
    await client.end();
  }
}

async function until(what: string, look: () => Promise<boolean>, maxMs: number): Promise<void> {
  const deadlineMs = performance.now() + maxMs;
  while (!(await look())) {
    if (performance.now() > deadlineMs) throw new Error(`waited in vain for ${what}`);
    await delay(POLL_MS);
  }
}

/** How to reach a database, for another process. */
function databaseUrl({ host = '', port = 5432, user = '', password, database = '' }: ConnectionOptions): string {
  const secret = typeof password === 'string' ? `:${encodeURIComponent(password)}` : '';
  const where = new URLSearchParams({ host, port: String(port) });
  return `postgresql://${encodeURIComponent(user)}${secret}@/${encodeURIComponent(database)}?${where.toString()}`;
}
