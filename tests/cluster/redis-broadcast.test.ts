import { randomUUID } from 'node:crypto';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import type { RedisBroadcast } from '@bourse/redis/redis-broadcast.ts';
import { createRedisBroadcast } from '@bourse/redis/redis-broadcast.ts';
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { broadcastContract } from '../contracts/broadcast.contract.ts';
import { leftovers } from '../support/leftovers.ts';
import { until } from '../support/until.ts';
import type { RedisServer } from './servers/redis-server.ts';
import { startRedis } from './servers/redis-server.ts';

const later = leftovers();
const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

function connect(url: string, prefix: string): RedisBroadcast {
  const broadcast = createRedisBroadcast({ url, prefix }, silent);
  later(() => broadcast.close());
  return broadcast;
}

broadcastContract('redis', async (processes) => {
  const prefix = `${randomUUID()}:`;
  const opened = Array.from({ length: processes }, () => connect(inject('redisUrl'), prefix));
  await until('connections', () => opened.every((one) => one.connected()));
  return opened;
});

describe('while Redis', () => {
  let redis: RedisServer;
  let broadcast: RedisBroadcast;
  const texts: string[] = [];
  let joined = 0;

  beforeAll(async () => {
    redis = await startRedis();
    later(() => redis.close());
    broadcast = connect(redis.url, 'away:');
    broadcast.hear('news', { onText: (text) => void texts.push(text), onJoined: () => void (joined += 1) });
    await until('the channel', () => joined === 1);
  });
  afterEach(() => redis.resume());

  async function comesBack(): Promise<void> {
    await until('it to be connected again', () => broadcast.connected());
    const text = randomUUID();
    expect(await broadcast.tell('news', text)).toBe(true);
    await until('the news', () => texts.at(-1) === text);
  }

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'is gone by %s nothing is told, and it goes on when it is back',
    async (signal) => {
      await redis.stop(signal);
      await until('the loss to be noticed', () => !broadcast.connected());
      expect(await broadcast.tell('news', 'into the void')).toBe(false);
      await expect(broadcast.ping()).rejects.toThrow();
      const before = joined;
      await redis.start();
      await comesBack();
      expect(joined).toBeGreaterThan(before);
      expect(texts).not.toContain('into the void');
    },
  );

  it('stands still that is noticed, nobody waits for it, and it goes on when it moves again', async () => {
    redis.pause();
    const startedMs = performance.now();
    await until('the silence to be noticed', () => !broadcast.connected());
    expect(await broadcast.tell('news', 'into the void')).toBe(false);
    // Two seconds of silence and one between two questions, and some time for a busy machine.
    expect(performance.now() - startedMs).toBeLessThan(15_000);
    redis.resume();
    // Of the two connections only one may have been given up: then the other has missed nothing, and joins nothing anew.
    await comesBack();
  });

  it('is not there yet a broadcast can be opened, and is heard as soon as it is', async () => {
    await redis.stop('SIGTERM');
    const early = connect(redis.url, 'away:');
    let heard = 0;
    early.hear('news', { onText: () => undefined, onJoined: () => void (heard += 1) });
    expect(early.connected()).toBe(false);
    expect(await early.tell('news', 'too early')).toBe(false);
    await redis.start();
    await until('it to be heard', () => heard > 0 && early.connected());
  });
});
