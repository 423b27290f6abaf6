import { inject } from 'vitest';
import { openEmbeddedPlatform, openServerPlatform } from '../support/scenarios/scenario-platform.ts';
import { scenarioSuite } from '../support/scenarios/scenario-suite.ts';

scenarioSuite('embedded', openEmbeddedPlatform);
scenarioSuite('server', () => openServerPlatform(['api', 'worker', 'feed']));
scenarioSuite('cluster', () =>
  openServerPlatform(['api', 'api', 'worker', 'worker', 'feed'], {
    KAFKA_BROKERS: inject('kafkaBrokers'),
    KAFKA_TOPIC_PREFIX: 'scenarios.',
    REDIS_URL: inject('redisUrl'),
  }),
);
