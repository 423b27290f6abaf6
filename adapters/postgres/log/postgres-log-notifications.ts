import type { LogBatch } from '@bourse/application/ports/log.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { Client } from 'pg';
import type { ConnectionOptions } from '../database.ts';
import type { LogNotifications } from '@bourse/application/ports/log-notifications.ts';
import { endWhenSilent } from '../silent-server.ts';
import type { GroupNews } from './group-news.ts';
import { GROUPS_CHANNEL } from './postgres-partition-ownership.ts';

const CHANNEL = 'bourse_log';
const RECONNECT_MS = 1_000;
/** A connection that only listens would not notice that nobody is there any more: so it asks now and then. */
const ASK_EVERY_MS = 5_000;
const MAX_SILENCE_MS = 12_000;

/**
 * Hints between processes by LISTEN and NOTIFY on a connection of its own. A notification commits alone and without waiting for the disk:
 * inside the append it would make all appending transactions queue for PostgreSQL's one notification lock.
 */
export function createPostgresLogNotifications(
  connection: ConnectionOptions,
  sender: string,
  logger: Logger,
): LogNotifications & GroupNews {
  const changeListeners = new Set<(group: string, topic: string) => void>();
  let hint: (topic: string, partition: number) => void = () => undefined;
  let client: Client | undefined;
  let closed = false;
  let reconnect: NodeJS.Timeout | undefined;
  const due = new Set<string>();
  let sending = false;

  async function connect(): Promise<void> {
    const next = new Client({ ...connection, application_name: 'bourse notifications' });
    next.on('error', lost);
    next.on('end', lost);
    next.on('notification', ({ channel, payload = '' }) => {
      if (channel === CHANNEL) receive(payload);
      else tellChanged(payload);
    });
    try {
      await next.connect();
      await next.query('SET synchronous_commit = off');
      await next.query(`LISTEN ${CHANNEL}`);
      await next.query(`LISTEN ${GROUPS_CHANNEL}`);
      endWhenSilent(next, MAX_SILENCE_MS);
      client = next;
    } catch (error) {
      logger.warn({ err: error }, 'cannot listen for appends of other processes; polling instead');
      lost();
    }
  }

  function lost(): void {
    client = undefined;
    if (closed || reconnect !== undefined) return;
    reconnect = setTimeout(() => {
      reconnect = undefined;
      void connect();
    }, RECONNECT_MS).unref();
  }

  function receive(payload: string): void {
    const [from = '', ...partitions] = payload.split(' ');
    if (from === sender) return;
    for (const name of partitions) {
      const slash = name.lastIndexOf('/');
      hint(name.slice(0, slash), Number(name.slice(slash + 1)));
    }
  }

  function tellChanged(payload: string): void {
    const [group = '', topic = ''] = payload.split(' ');
    for (const listener of changeListeners) listener(group, topic);
  }

  /** One notification at a time; what becomes due meanwhile goes with the next. */
  async function send(): Promise<void> {
    if (sending) return;
    sending = true;
    while (due.size > 0 && client !== undefined) {
      const payload = [sender, ...due].join(' ');
      due.clear();
      await client.query('SELECT pg_notify($1, $2)', [CHANNEL, payload]).catch((error: unknown) => {
        logger.warn({ err: error }, 'other processes could not be told of an append; they poll');
      });
    }
    sending = false;
  }

  const asking = setInterval(() => {
    client?.query('SELECT 1').catch((error: unknown) => {
      logger.warn({ err: error }, 'the connection for appends of other processes was lost; polling meanwhile');
    });
  }, ASK_EVERY_MS).unref();
  void connect();
  return {
    tell(batches: readonly LogBatch[]) {
      for (const { topic, partition } of batches) due.add(`${topic}/${partition}`);
      void send();
    },
    listen(callback) {
      hint = callback;
    },
    onChanged(listener) {
      changeListeners.add(listener);
      return () => void changeListeners.delete(listener);
    },
    async close() {
      closed = true;
      clearTimeout(reconnect);
      clearInterval(asking);
      await client?.end();
    },
  };
}
