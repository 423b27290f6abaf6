import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { Redis } from 'ioredis';

/** One connection that comes back by itself. */
export interface RedisConnection {
  readonly client: Redis;
  /** Whether the server has answered within the last seconds. */
  answers(): boolean;
  /** When it last answered the question that it is asked each second, `performance.now()`; -Infinity if it never did. */
  lastAnswerMs(): number;
  close(): void;
}

const CONNECTING_MS = 2_000;
/** Longest wait for one answer. */
const ANSWER_MS = 1_000;
const PING_EVERY_MS = 1_000;
/** After so long without an answer the connection is given up and made anew, though the other end may still hold it. */
const SILENCE_MS = 2_000;
const MOST_PAUSE_MS = 2_000;
const FIRST_PAUSE_MS = 50;

/**
 * Opens a connection. Nothing waits for it: what is asked while it is not there fails at once, and what is not answered within `answerMs`
 * fails too. `name` shows in CLIENT LIST.
 */
export function connectRedis(url: string, name: string, logger: Logger, answerMs = ANSWER_MS): RedisConnection {
  const client = new Redis(url, {
    connectionName: name,
    connectTimeout: CONNECTING_MS,
    commandTimeout: answerMs,
    socketTimeout: SILENCE_MS,
    enableOfflineQueue: false,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (failures) => Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10)),
  });
  let lastAnswerMs = -Infinity;
  let wasLost = false;

  client.on('error', (error: Error) => {
    if (!wasLost) logger.warn({ err: error }, 'the connection to Redis was lost; it is made anew until it is back');
    wasLost = true;
  });
  client.on('ready', () => {
    lastAnswerMs = performance.now();
    if (wasLost) logger.info({}, 'Redis is back');
    wasLost = false;
  });
  // A server that stands still keeps its connections: only a question without an answer shows it.
  const pinging = setInterval(() => {
    if (client.status !== 'ready') return;
    client.ping().then(
      () => {
        lastAnswerMs = performance.now();
      },
      // The silence ends the connection, which is then told as lost.
      () => undefined,
    );
  }, PING_EVERY_MS).unref();

  return {
    client,
    lastAnswerMs: () => lastAnswerMs,
    answers: () => client.status === 'ready' && performance.now() - lastAnswerMs < SILENCE_MS + PING_EVERY_MS,
    close() {
      clearInterval(pinging);
      client.disconnect();
    },
  };
}
