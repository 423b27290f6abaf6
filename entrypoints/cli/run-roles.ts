import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { createPinoLogger } from '@bourse/telemetry/pino-logger.ts';
import type { Platform, Role } from '../compose.ts';
import { startPlatform } from '../compose.ts';
import { demoGreeting } from '../compose/demo.ts';
import type { Settings } from '../config/settings.ts';
import { providePage } from '../page/provide-page.ts';
import { ConfigurationError, readSettings } from '../config/settings-codec.ts';
import type { StopRequest } from './stop-request.ts';
import { awaitStop } from './stop-request.ts';

/** Longest time that draining may take before the process ends anyway, milliseconds. */
const DRAIN_MS = 25_000;

/** How often, and how many times, a start is tried that follows a change of the partitions. */
const START_AGAIN_MS = 1_000;
const MAX_STARTS = 120;

/** How long what nobody waits for any more may keep the process alive, milliseconds. */
const LINGER_MS = 1_000;

/**
 * Runs roles until the process is asked to end, then drains: says that it is not ready any more and goes on serving for the time that balancers
 * need to see it, answers what is under way, hands partitions over, stops the database. A request that comes during the start ends that, and
 * stops what was started.
 */
export async function runRoles(roles: readonly Role[]): Promise<void> {
  const settings = readSettings(process.env);
  requireServer(settings, roles);
  const logger = createPinoLogger(settings.demo === 'true' ? quieter(settings) : settings.logLevel);
  const stop = awaitStop();
  let platform = await startUnlessStopped(settings, roles, logger, stop);
  if (platform === null) return tellStoppedEarly(logger);
  const url = platform.api?.url ?? null;
  tellUp(platform, roles, logger);
  if (settings.demo === 'true' && url !== null) console.log(demoGreeting(url));
  // A role without a port has nothing else that keeps the process alive.
  const alive = setInterval(() => undefined, 60_000);
  let reason = await Promise.race([stop.requested, platform.layoutChanged]);
  while (reason === undefined) {
    platform = await beginAnew(platform, { settings, roles, logger, stop });
    if (platform === null) return tellStoppedEarly(logger);
    reason = await Promise.race([stop.requested, platform.layoutChanged]);
  }
  logger.info({ reason }, 'bourse is draining');
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

function tellUp({ api, healthUrl, foundation }: Platform, roles: readonly Role[], logger: Logger): void {
  const { profile, layout } = foundation.storage;
  const url = api?.url ?? null;
  logger.info({ roles, profile, url, healthUrl, partitions: layout.partitions }, 'bourse is up');
}

function tellStoppedEarly(logger: Logger): void {
  logger.info({}, 'bourse has stopped before it had started');
  setTimeout(() => process.exit(0), LINGER_MS).unref();
}

/** What a process was started with. */
interface Run {
  readonly settings: Settings;
  readonly roles: readonly Role[];
  readonly logger: Logger;
  readonly stop: StopRequest;
}

/**
 * Stops what runs and starts it again in the same process and at the same address, on the partitions that the log has now. The database may be
 * away for a while just then. Null when the process was asked to stop meanwhile.
 */
async function beginAnew(before: Platform, { settings, roles, logger, stop }: Run): Promise<Platform | null> {
  logger.info({}, 'the log has got another number of partitions; this process begins anew with them');
  before.announceStop();
  await before.stop();
  const again: Settings = {
    ...settings,
    port: portOf(before.api?.url ?? null) ?? settings.port,
    healthPort: portOf(before.healthUrl) ?? settings.healthPort,
    buildPage: 'false',
    // What was set was right for the log as it was.
    logPartitions: null,
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const platform = await startUnlessStopped(again, roles, logger, stop);
      if (platform !== null) tellBegunAnew(platform, settings, roles, logger);
      return platform;
    } catch (error) {
      if (attempt >= MAX_STARTS) throw error;
      logger.warn({ err: error, attempt }, 'it could not be started yet; it is tried again');
      await delay(START_AGAIN_MS);
    }
  }
}

function tellBegunAnew(platform: Platform, settings: Settings, roles: readonly Role[], logger: Logger): void {
  tellUp(platform, roles, logger);
  const { partitions } = platform.foundation.storage.layout;
  if (settings.logPartitions === null || settings.logPartitions === partitions) return;
  logger.warn({ partitions }, 'LOG_PARTITIONS has to be set to the new number, or left out, before the next start');
}

function portOf(url: string | null): number | undefined {
  return url === null ? undefined : Number(new URL(url).port);
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
