import type { Authenticate } from '@bourse/application/identity/authenticate.ts';
import type { PriceBook } from '@bourse/application/market/price-book.ts';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { Log } from '@bourse/application/ports/log.ts';
import type { Logger, Meter } from '@bourse/application/ports/telemetry.ts';
import { createEventHub } from '@bourse/application/stream/event-hub.ts';
import { createExecutionsFeed, createOrdersFeed, createRequestsFeed } from '@bourse/application/stream/event-feed.ts';
import { createExecutionsSource } from '@bourse/application/stream/executions-source.ts';
import type { RequestsSourcePorts } from '@bourse/application/stream/requests-source.ts';
import { createRequestsSource } from '@bourse/application/stream/requests-source.ts';
import type { Stream } from '@bourse/application/stream/stream.ts';
import { createStream } from '@bourse/application/stream/stream.ts';
import type { StreamLimits } from '@bourse/application/stream/stream-limits.ts';
import { DEFAULT_STREAM_LIMITS } from '@bourse/application/stream/stream-limits.ts';

/** What it is made of. */
interface StreamParts {
  readonly storage: { readonly log: Log };
  readonly prices: PriceBook;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
  /** What tells of the requests of the trade store. */
  readonly requests: RequestsParts;
}

/** What the channel `requests` is made of; in one process these are those of the trade desk. */
export type RequestsParts = Pick<RequestsSourcePorts, 'log' | 'positions' | 'requestIds' | 'desk'>;

/** Makes the live stream of a process. Starting it is up to the caller, stopping it comes with the server that it is served by. */
export function composeStream(
  { storage, clock, meter, logger, prices, requests }: StreamParts,
  authenticate: Authenticate,
  limits: StreamLimits = DEFAULT_STREAM_LIMITS,
): Stream {
  const telemetry = { clock, meter, logger };
  const source = createExecutionsSource({ log: storage.log, ...telemetry }, limits.recentRecords);
  const accounts = createEventHub({ source, ...telemetry }, limits);
  const requestsSource = createRequestsSource({ ...requests, ...telemetry });
  // Only what was read for somebody has been looked up, so nothing of it serves the next one.
  const users = createEventHub({ source: requestsSource, ...telemetry }, { ...limits, recentRecords: 0 });
  const feeds = [createOrdersFeed(accounts), createExecutionsFeed(accounts), createRequestsFeed(users)];
  return createStream({ prices, feeds, authenticate, ...telemetry }, limits);
}
