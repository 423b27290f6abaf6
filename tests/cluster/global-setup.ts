import type { TestProject } from 'vitest/node';
import setUpDatabase from '../support/global-setup.ts';
import setUpProcesses from '../support/processes-setup.ts';
import { startKafka } from './servers/kafka-server.ts';
import { startRedis } from './servers/redis-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** What KAFKA_BROKERS is set to: a broker for the whole run, which no test stops. */
    readonly kafkaBrokers: string;
    /** What REDIS_URL is set to. */
    readonly redisUrl: string;
  }
}

/**
 * The real servers of the run: PostgreSQL, Kafka and Redis, each started here without a container engine and stopped at the end. What
 * cannot be had is named, and the run fails: a test that did not run says nothing.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const undo: (() => Promise<void>)[] = [];
  const stopAll = async (): Promise<void> => {
    const outcomes: PromiseSettledResult<void>[] = [];
    for (const step of undo.splice(0).reverse()) outcomes.push(...(await Promise.allSettled([step()])));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  };
  try {
    undo.push(await named('PostgreSQL', setUpDatabase(project)));
    undo.push(await setUpProcesses(project));
    const kafka = await named('Kafka', startKafka());
    undo.push(() => kafka.close());
    const redis = await named('Redis', startRedis());
    undo.push(() => redis.close());
    project.provide('kafkaBrokers', kafka.brokers);
    project.provide('redisUrl', redis.url);
  } catch (error) {
    await stopAll().catch(() => undefined);
    throw error;
  }
  return stopAll;
}

async function named<Server>(name: string, starting: Promise<Server>): Promise<Server> {
  try {
    return await starting;
  } catch (error) {
    throw new Error(`${name} could not be had for the cluster tests`, { cause: error });
  }
}
