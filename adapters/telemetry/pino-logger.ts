import type { DestinationStream } from 'pino';
import { pino, stdTimeFunctions } from 'pino';
import type { Logger } from '@bourse/application/ports/telemetry.ts';

/** How much is written: each level includes those behind it. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/**
 * Writes one JSON document a line: level, time, service, message and the fields. Fields named like secrets are masked, however they got
 * there; of errors only kind, message, code, stack and cause are written, because drivers put values of rows into the rest.
 */
export function createPinoLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service: 'bourse' },
    messageKey: 'message',
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]), censor: '[masked]' },
    serializers: { err: describeError, error: describeError },
  };
  const logger = destination === undefined ? pino(options) : pino(options, destination);
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}

const SECRETS = [
  'authorization',
  'x-api-key',
  'cookie',
  'password',
  'secret',
  'token',
  'access_token',
  'accessToken',
  'refresh_token',
  'refreshToken',
  'api_key',
  'apiKey',
];

/** Longest chain of causes that is followed. */
const MAX_CAUSES = 5;

function describeError(error: unknown, causesLeft = MAX_CAUSES): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const described = { type: name, message, ...code, stack };
  return cause === undefined || causesLeft === 0
    ? described
    : { ...described, cause: describeError(cause, causesLeft - 1) };
}
