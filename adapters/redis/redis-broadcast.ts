import type { Broadcast, BroadcastListener } from '@bourse/application/ports/broadcast.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { connectRedis } from './redis-connection.ts';
import type { RedisPlace } from './redis-place.ts';

/** The broadcast of one process, connected. */
export interface RedisBroadcast extends Broadcast {
  /** Throws, whatever, when Redis does not answer. */
  ping(): Promise<unknown>;
  close(): void;
}

/** Most tellings that wait for Redis; more do not go out. */
const MAX_UNDER_WAY = 2_000;

/** Opens the broadcast by publish and subscribe. It is usable at once, also when Redis is not there yet. */
export function createRedisBroadcast({ url, prefix }: RedisPlace, logger: Logger): RedisBroadcast {
  const talking = connectRedis(url, 'bourse', logger);
  const hearing = connectRedis(url, 'bourse-hears', logger);
  const listeners = new Map<string, Set<BroadcastListener>>();
  /** Channels that the connection of the moment hears. */
  const joined = new Set<string>();
  let underWay = 0;

  hearing.client.on('message', (channel: string, text: string) => {
    for (const listener of listeners.get(channel) ?? []) listener.onText(text);
  });
  hearing.client.on('close', () => joined.clear());
  hearing.client.on('ready', () => {
    for (const channel of listeners.keys()) join(channel);
  });

  /** Asked for with each connection anew; a failure is followed by another connection. */
  function join(channel: string): void {
    hearing.client.subscribe(channel).then(
      () => {
        joined.add(channel);
        for (const listener of listeners.get(channel) ?? []) listener.onJoined();
      },
      (error: unknown) => {
        logger.warn({ err: error }, 'a channel of Redis could not be subscribed to; the connection is made anew');
        hearing.client.disconnect(true);
      },
    );
  }

  return {
    async tell(channel, text) {
      if (underWay >= MAX_UNDER_WAY || !talking.answers()) return false;
      underWay += 1;
      try {
        await talking.client.publish(prefix + channel, text);
        return true;
      } catch (error) {
        logger.warn({ err: error, channel }, 'other processes could not be told by Redis');
        return false;
      } finally {
        underWay -= 1;
      }
    },
    hear(channel, listener) {
      const name = prefix + channel;
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener));
      if (joined.has(name)) listener.onJoined();
      else if (hearing.client.status === 'ready') join(name);
      return () => void known.delete(listener);
    },
    connected: () => talking.answers() && hearing.answers() && [...listeners.keys()].every((name) => joined.has(name)),
    ping: () => talking.client.ping(),
    close() {
      talking.close();
      hearing.close();
    },
  };
}
