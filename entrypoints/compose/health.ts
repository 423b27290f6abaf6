import { createHealthReporter } from '@bourse/application/health/health-report.ts';
import fastify from 'fastify';
import { healthRoutes } from '../http/health-routes.ts';
import { metricsRoutes } from '../http/metrics-routes.ts';
import { listenOn } from './listen-on.ts';
import type { Foundation } from './foundation.ts';

/** Health and metrics of a process, listening. */
export interface HealthListener {
  /** "http://127.0.0.1:9100". */
  readonly url: string;
  stop(): Promise<void>;
}

/** Opens the small listener of a process that has no API: its health and its metrics, and nothing else. */
export async function startHealth({ settings, health, meter, clock }: Foundation): Promise<HealthListener> {
  const app = fastify({ forceCloseConnections: true });
  app.register(healthRoutes(createHealthReporter(health, clock)));
  app.register(metricsRoutes(meter));
  return { url: await listenOn(app, settings.host, settings.healthPort ?? 0), stop: () => app.close() };
}
