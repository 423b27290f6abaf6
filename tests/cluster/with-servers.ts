import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dieWithUs } from '@bourse/bench/platform/die-with-us.ts';
import { startKafka } from './servers/kafka-server.ts';
import { startRedis } from './servers/redis-server.ts';

// npx node tests/cluster/with-servers.ts COMMAND…: runs a command with KAFKA_BROKERS and REDIS_URL of servers that are started for it and stopped after it.
const [program, ...args] = process.argv.slice(2);
if (program === undefined) throw new Error('say what to run: npx node tests/cluster/with-servers.ts COMMAND…');
const kafka = await startKafka();
const redis = await startRedis();
try {
  const child = spawn(program, args, {
    stdio: 'inherit',
    env: { ...process.env, KAFKA_BROKERS: kafka.brokers, REDIS_URL: redis.url },
  });
  dieWithUs(child);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
} finally {
  await redis.close();
  await kafka.close();
}
