import { generateKeyPairSync } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { IdentityDependencies } from '@bourse/application/identity/identity-dependencies.ts';
import { createAuthenticate } from '@bourse/application/identity/authenticate.ts';
import { provideBootstrapOperator } from '@bourse/application/identity/register.ts';
import { createOperationsReporter } from '@bourse/application/operations/operations-report.ts';
import type { HealthProbe } from '@bourse/application/ports/health.ts';
import type { PasswordHasher } from '@bourse/application/ports/identity.ts';
import type { DurationReadings, Logger, Meter } from '@bourse/application/ports/telemetry.ts';
import type { StreamLimits } from '@bourse/application/stream/stream-limits.ts';
import { TRADES_GROUP, TRADES_TOPIC } from '@bourse/application/trades/trade-submission.ts';
import { MS_PER_DAY } from '@bourse/core/time/utc.ts';
import { createMemoryIdentityStores } from '@bourse/memory/memory-identity-stores.ts';
import { createJwtAccessTokens } from '@bourse/runtime/access-tokens.ts';
import { createCachedApiKeys } from '@bourse/runtime/cached-api-keys.ts';
import { createUuidIds } from '@bourse/runtime/ids.ts';
import { randomSource } from '@bourse/runtime/random-source.ts';
import { sha256 } from '@bourse/runtime/sha256.ts';
import { createSecretSuccession } from '@bourse/runtime/secret-succession.ts';
import { readSigningKey } from '@bourse/runtime/signing-key.ts';
import { composeStream } from '../../compose/stream.ts';
import type { HttpDependencies } from '../app.ts';
import { createHttpApp } from '../app.ts';
import { createMemoryRateLimiter } from '@bourse/memory/memory-rate-limiter.ts';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import type { ManualClock } from '@bourse/memory/manual-clock.ts';
import type { MemoryTrading } from './memory-trading.ts';
import { createMemoryTrading } from './memory-trading.ts';
import type { MemoryTrades } from './memory-trades.ts';
import { createMemoryTrades } from './memory-trades.ts';

/** How long a log-in of a test app lasts at most. */
export const SESSION_LIFETIME_MS = 90 * MS_PER_DAY;

/** What the bootstrap operator of a test app shows. */
export const OPERATOR_KEY = 'operator-key-of-the-tests-0123456789';

/** An app on memory stores, what it is made of, and what it logged. */
export interface MemoryHttpApp {
  readonly app: FastifyInstance;
  readonly dependencies: HttpDependencies;
  /** Trading in which nothing is quoted and nothing decided before a test wants it. */
  readonly trading: MemoryTrading;
  readonly trades: MemoryTrades;
  readonly clock: ManualClock;
  readonly logged: readonly (readonly [level: string, fields: Readonly<Record<string, unknown>>, message: string])[];
}

/**
 * Builds an app for a test, ready for `inject`. Replace dependencies to test what happens when they fail; add routes with `extend`; give
 * the live stream other limits with `streamLimits`.
 */
export async function createMemoryHttpApp(
  replaced: Partial<HttpDependencies> = {},
  extend: (app: FastifyInstance) => void = () => undefined,
  streamLimits?: StreamLimits,
): Promise<MemoryHttpApp> {
  const clock = createManualClock(Date.parse('2026-03-31T14:00:00Z'));
  const logged: [string, Readonly<Record<string, unknown>>, string][] = [];
  const trading = await createMemoryTrading(clock, { meter: silentMeter, logger: recordingLogger(logged) });
  const trades = createMemoryTrades(clock, { meter: silentMeter, logger: recordingLogger(logged) });
  const identity = replaced.identity ?? (await memoryIdentity(clock));
  const { maxPriceAgeMs } = trading.dependencies.market;
  const { prices } = trading;
  const streamParts = {
    storage: trading,
    clock,
    meter: silentMeter,
    logger: recordingLogger(logged),
    prices,
    requests: trades.requests,
  };
  const stream = composeStream(streamParts, createAuthenticate(identity), streamLimits);
  await stream.start();
  const dependencies: HttpDependencies = {
    identity,
    trading: trading.dependencies,
    trades: trades.dependencies,
    stream: { stream, clock, maxPriceAgeMs },
    operations: {
      report: createOperationsReporter({ ...trades.requests, deadLetters: trades.deadLetters, measured, clock }, [
        { group: TRADES_GROUP, topic: TRADES_TOPIC },
      ]),
      deadLetters: trades.deadLetters,
      process: { member: 'test', startedAtMs: clock.now() },
      profile: { name: 'embedded', database: 'embedded', log: 'database', demo: false },
    },
    page: null,
    health: { db: working, kafka: working },
    metrics: { contentType: 'text/plain', exposition: async () => '' },
    logger: recordingLogger(logged),
    meter: silentMeter,
    limits: { limiter: createMemoryRateLimiter(clock), attempts: GENEROUS, perCaller: null, perAddress: null },
    settings: { logEachRequest: false, trustedProxies: 0 },
    ...replaced,
  };
  await provideBootstrapOperator(dependencies.identity);
  const app = createHttpApp(dependencies);
  extend(app);
  await app.ready();
  return { app, dependencies, trading, trades, clock, logged };
}

async function memoryIdentity(clock: ManualClock): Promise<IdentityDependencies> {
  const { users, apiKeys, refreshTokens } = createMemoryIdentityStores();
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const key = await readSigningKey(pem);
  return {
    users,
    apiKeys: createCachedApiKeys(apiKeys, clock),
    refreshTokens,
    succession: createSecretSuccession(key),
    passwords: readablePasswords,
    accessTokens: createJwtAccessTokens(key, clock),
    outsideUsers: null,
    ids: createUuidIds(clock),
    random: randomSource,
    digest: sha256,
    clock,
    sessionLifetimeMs: SESSION_LIFETIME_MS,
    operatorKey: OPERATOR_KEY,
  };
}

const PLENTY = { max: 100_000, windowMs: 1_000 };
const GENEROUS = { userAtAddress: PLENTY, user: PLENTY, address: PLENTY, registrations: PLENTY };

/** Hashing that costs nothing, and hides nothing. */
const readablePasswords: PasswordHasher = {
  hash: async (password) => `readable:${password}`,
  verify: async (hash, password) => hash === `readable:${password}`,
};

/** What a request took, for every app of a test. */
const measured: DurationReadings = {
  durations: async () => [
    {
      labels: { method: 'GET', route: '/api/v1/trades', status: '200' },
      count: 4,
      seconds: 0.02,
      buckets: [{ upToSeconds: 0.01, count: 4 }],
    },
  ],
};

const working: HealthProbe = { check: async () => undefined };

const silentMeter: Meter = { count: () => undefined, gauge: () => undefined, duration: () => undefined };

function recordingLogger(logged: [string, Readonly<Record<string, unknown>>, string][]): Logger {
  return {
    info: (fields, message) => logged.push(['info', fields, message]),
    warn: (fields, message) => logged.push(['warn', fields, message]),
    error: (fields, message) => logged.push(['error', fields, message]),
  };
}
