import { inject } from 'vitest';
import { leftovers } from '../support/leftovers.ts';
import { rollingRestartSuite } from '../support/rolling-restart.ts';
import { openClusterLog } from './cluster-site.ts';

const later = leftovers();

rollingRestartSuite('cluster', {
  settings: () => ({
    KAFKA_BROKERS: inject('kafkaBrokers'),
    KAFKA_TOPIC_PREFIX: 'rolling-restart.',
    REDIS_URL: inject('redisUrl'),
  }),
  // The relay to Kafka has two more.
  topics: 5,
  async openLog(site) {
    const log = await openClusterLog(site);
    later(() => log.close());
    return log;
  },
});
