import type { Authenticate } from '@bourse/application/identity/authenticate.ts';
import type { PriceBook } from '@bourse/application/market/price-book.ts';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { Log } from '@bourse/application/ports/log.ts';
import type { Logger, Meter } from '@bourse/application/ports/telemetry.ts';
import { createEventHub } from '@bourse/application/stream/event-hub.ts';
import { createExecutionsFeed, createOrdersFeed } from '@bourse/application/stream/event-feed.ts';
import { createExecutionsSource } from '@bourse/application/stream/executions-source.ts';
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
}

/** Makes the live stream of a process. Starting it is up to the caller, stopping it comes with the server that it is served by. */
export function composeStream(
  { storage, clock, meter, logger, prices }: StreamParts,
  authenticate: Authenticate,
  limits: StreamLimits = DEFAULT_STREAM_LIMITS,
): Stream {
  const telemetry = { clock, meter, logger };
  const source = createExecutionsSource({ log: storage.log, ...telemetry }, limits.recentRecords);
  const accounts = createEventHub({ source, ...telemetry }, limits);
  const feeds = [createOrdersFeed(accounts), createExecutionsFeed(accounts)];
  return createStream({ prices, feeds, authenticate, ...telemetry }, limits);
}
