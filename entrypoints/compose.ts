import type { SelfAudit } from '@bourse/application/audit/self-audit.ts';
import { startLayoutWatch } from '@bourse/application/partitions/layout-watch.ts';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { Logger } from '@bourse/application/ports/telemetry.ts';
import { systemClock } from '@bourse/runtime/system-clock.ts';
import type { ApiRole } from './compose/api-role.ts';
import { startApi } from './compose/api-role.ts';
import { provideDemoUsers, startDemoVendor } from './compose/demo.ts';
import { startFeed } from './compose/feed-role.ts';
import type { Foundation } from './compose/foundation.ts';
import { layFoundation } from './compose/foundation.ts';
import { startHealth } from './compose/health.ts';
import { startWorker } from './compose/worker-role.ts';
import type { Settings } from './config/settings.ts';

/** What a process can be; one process may be several. */
export type Role = 'api' | 'worker' | 'feed';

/** How soon a process notices that the log has another layout. */
const WATCH_LAYOUT_EVERY_MS = 1_000;

/** A process with its roles running. */
export interface Platform {
  readonly foundation: Foundation;
  /** Null without the role api. */
  readonly api: ApiRole | null;
  /** Null without the role worker. */
  readonly audit: SelfAudit | null;
  /** Where health and metrics of a process without the API are; null where nobody asked for it. */
  readonly healthUrl: string | null;
  /** Resolves when the log has got another number of partitions: this platform decides nothing any more and has to be started anew. */
  readonly layoutChanged: Promise<void>;
  /** Says that it is about to stop, and goes on serving: nothing new is to be sent here. */
  announceStop(): void;
  /** Drains and stops everything, last started first. */
  stop(): Promise<void>;
}

/** How a platform is started. */
export interface StartOptions {
  /** Everything that asks for the time asks it (the system's). */
  readonly clock?: Clock;
  /** Ends the start at its next step; what was started is stopped again. */
  readonly stopping?: AbortSignal;
}

/**
 * Wires the platform and starts the roles: the one place where ports meet adapters. Whatever was started is stopped again when a later
 * part fails to start.
 */
export async function startPlatform(
  settings: Settings,
  roles: readonly Role[],
  logger: Logger,
  { clock = systemClock, stopping }: StartOptions = {},
): Promise<Platform> {
  const started: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (let part = started.pop(); part !== undefined; part = started.pop()) await part.stop();
  };
  try {
    const foundation = await layFoundation(settings, logger, clock);
    started.push({ stop: () => foundation.close() });
    const { layouts, layout } = foundation.storage;
    const watch = startLayoutWatch({ layouts, clock, logger }, layout, WATCH_LAYOUT_EVERY_MS);
    started.push(watch);
    stopping?.throwIfAborted();
    const worker = roles.includes('worker') ? startWorker(foundation) : null;
    if (worker !== null) started.push(worker);
    if (roles.includes('feed')) started.push(...(await startPrices(foundation)));
    stopping?.throwIfAborted();
    const api = roles.includes('api') ? await startApi(foundation) : null;
    if (api !== null) started.push(api);
    const health = api === null && settings.healthPort !== null ? await startHealth(foundation) : null;
    // Stopped only when the roles are: until then it says that the process is stopping.
    if (health !== null) started.splice(2, 0, health);
    stopping?.throwIfAborted();
    if (api !== null && settings.demo === 'true') await provideDemoUsers(foundation, api.identity);
    return {
      foundation,
      api,
      audit: worker?.audit ?? null,
      healthUrl: health?.url ?? null,
      layoutChanged: watch.changed,
      announceStop() {
        foundation.announceStop();
        api?.sendAway();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The feed of the recording or the configured vendor; in the demo without one, that of the simulator; otherwise none. */
async function startPrices(foundation: Foundation): Promise<{ stop(): Promise<void> }[]> {
  const { vendorUrl, vendorApiKey, demo, feedSource } = foundation.settings;
  if (feedSource === 'csv') return [await startFeed(foundation, null)];
  if (vendorUrl !== null && vendorApiKey !== null) {
    return [await startFeed(foundation, { url: vendorUrl, apiKey: vendorApiKey })];
  }
  if (demo === 'false') {
    foundation.logger.warn({}, 'no vendor is configured (VENDOR_URL): prices will not move');
    return [];
  }
  const simulator = await startDemoVendor();
  return [simulator, await startFeed(foundation, simulator)];
}
