import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { createPinoLogger } from '@bourse/telemetry/pino-logger.ts';
import type { Platform, Role } from '../compose.ts';
import { startPlatform } from '../compose.ts';
import { demoGreeting } from '../compose/demo.ts';
import type { Settings } from '../config/settings.ts';
import { providePage } from '../page/provide-page.ts';
import { ConfigurationError, readSettings } from '../config/settings-codec.ts';

/** Longest time that draining may take before the process ends anyway, milliseconds. */
const DRAIN_MS = 25_000;

/** How long what nobody waits for any more may keep the process alive, milliseconds. */
const LINGER_MS = 1_000;

/**
 * Runs roles until SIGTERM or SIGINT, then drains: says that it is not ready any more and goes on serving for the time that balancers need to
 * see it, answers what is under way, hands partitions over, stops the database. A signal that comes during the start ends that, and stops what
 * was started.
 */
export async function runRoles(roles: readonly Role[]): Promise<void> {
  const settings = readSettings(process.env);
  requireServer(settings, roles);
  const logger = createPinoLogger(settings.demo === 'true' ? quieter(settings) : settings.logLevel);
  const stop = awaitStop();
  const platform = await startUnlessStopped(settings, roles, logger, stop);
  if (platform === null) {
    logger.info({}, 'bourse has stopped before it had started');
    setTimeout(() => process.exit(0), LINGER_MS).unref();
    return;
  }
  const url = platform.api?.url ?? null;
  const { profile } = platform.foundation.storage;
  logger.info({ roles, profile, url, healthUrl: platform.healthUrl }, 'bourse is up');
  if (settings.demo === 'true' && url !== null) console.log(demoGreeting(url));
  // A role without a port has nothing else that keeps the process alive.
  const alive = setInterval(() => undefined, 60_000);
  logger.info({ signal: await stop.requested }, 'bourse is draining');
  platform.announceStop();
  if (platform.api !== null) await delay(settings.drainDelayMs);
  const emergency = exitLater(logger, 'draining took too long; what was not committed is decided after the next start');
  await platform.stop();
  clearTimeout(emergency);
  clearInterval(alive);
  logger.info({}, 'bourse has stopped');
  // A connection that was lost without a word can outlive its client. The process ends by itself as a rule, else now.
  setTimeout(() => process.exit(0), LINGER_MS).unref();
}

/** The private database belongs to one process: roles apart from each other need a server. */
function requireServer(settings: Settings, roles: readonly Role[]): void {
  if (settings.databaseUrl !== null || roles.length > 1) return;
  throw new ConfigurationError([
    `DATABASE_URL must be set to run "bourse ${roles.join(' ')}" in a process of its own: the embedded database belongs to one process. "bourse start" runs everything in one.`,
  ]);
}

/** The demo is for a person at a terminal, who is told what matters by the greeting. */
function quieter(settings: Settings): Settings['logLevel'] {
  return process.env['LOG_LEVEL'] === undefined ? 'warn' : settings.logLevel;
}

/** A person at a terminal reads sentences, a server's log lines. */
function sayTo(settings: Settings, logger: Logger): (sentence: string) => void {
  return (sentence) => {
    if (settings.demo === 'true') console.log(sentence);
    else logger.info({}, sentence);
  };
}

/** The first signal that asks for an end, in two forms. */
interface StopRequest {
  readonly requested: Promise<NodeJS.Signals>;
  readonly aborted: AbortSignal;
}

function awaitStop(): StopRequest {
  const abort = new AbortController();
  const { promise: requested, resolve } = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(signal, () => {
      abort.abort();
      resolve(signal);
    });
  }
  return { requested, aborted: abort.signal };
}

/** Null when the stop was asked for before all of it had started; then nothing of it runs any more. */
async function startUnlessStopped(
  settings: Settings,
  roles: readonly Role[],
  logger: Logger,
  { aborted }: StopRequest,
): Promise<Platform | null> {
  let emergency: NodeJS.Timeout | undefined;
  const beginEmergency = (): void => {
    emergency = exitLater(logger, 'the start could not be ended in time');
  };
  aborted.addEventListener('abort', beginEmergency);
  try {
    if (settings.buildPage === 'true' && roles.includes('api')) await providePage(sayTo(settings, logger), aborted);
    return await startPlatform(settings, roles, logger, { stopping: aborted });
  } catch (error) {
    if (!aborted.aborted) throw error;
    // Also where something else failed meanwhile: it is not needed any more.
    logger.info({ err: error }, 'the start was ended');
    return null;
  } finally {
    aborted.removeEventListener('abort', beginEmergency);
    clearTimeout(emergency);
  }
}

function exitLater(logger: Logger, why: string): NodeJS.Timeout {
  return setTimeout(() => {
    logger.error({ afterMs: DRAIN_MS }, why);
    process.exit(1);
  }, DRAIN_MS);
}
