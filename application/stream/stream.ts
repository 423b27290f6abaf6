import type { Authenticate } from '../identity/authenticate.ts';
import type { PriceBook } from '../market/price-book.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import type { EventFeed } from './event-feed.ts';
import { createPriceFanout } from './price-fanout.ts';
import type { StreamLimits } from './stream-limits.ts';
import type { EventChannel, StreamConnection } from './stream-message.ts';
import type { KnownClient, SessionPorts, StreamSession } from './stream-session.ts';
import { startStreamSession } from './stream-session.ts';

/** What the stream works with. */
export interface StreamPorts {
  readonly prices: PriceBook;
  /** The event channels that there are. */
  readonly feeds: readonly EventFeed[];
  readonly authenticate: Authenticate;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
}

/** Why one more client is not let in. */
export type AdmissionRefusal = 'server-stopping' | 'too-many-connections';

/** The live stream of one process: all of its clients. */
export interface Stream {
  readonly limits: StreamLimits;
  /** Begins to follow what is told. Throws Fault('unavailable'). */
  start(): Promise<void>;
  /** Why no further client is let in now; null when it is. */
  admission(isKnown: boolean): AdmissionRefusal | null;
  /** Takes a client in; `known` is null when it has yet to say who it is. */
  connect(connection: StreamConnection, known: KnownClient | null): StreamSession;
  /** Ends every connection with a reason; resolves when the last is gone and nothing is under way any more. */
  stop(): Promise<void>;
}

/** Makes the stream. */
export function createStream(ports: StreamPorts, limits: StreamLimits): Stream {
  const { prices, feeds, clock, meter, logger } = ports;
  const fanout = createPriceFanout({ prices, clock, meter }, limits);
  const hubs = [...new Set(feeds.map(({ hub }) => hub))];
  const feedOf = new Map<EventChannel, EventFeed>(feeds.map((feed) => [feed.channel, feed]));
  const sessions = new Set<StreamSession>();
  const connectionsOfUser = new Map<string, number>();
  let unauthenticated = 0;
  let stopping = false;
  let onLastGone: (() => void) | undefined;

  function measure(): void {
    meter.gauge('stream_connections', {}, sessions.size);
    meter.gauge('stream_connections_unauthenticated', {}, unauthenticated);
  }

  function enter(userId: string): boolean {
    const count = connectionsOfUser.get(userId) ?? 0;
    if (count >= limits.maxConnectionsPerUser) return false;
    connectionsOfUser.set(userId, count + 1);
    return true;
  }

  function leave(userId: string): void {
    const count = connectionsOfUser.get(userId) ?? 0;
    if (count > 1) connectionsOfUser.set(userId, count - 1);
    else connectionsOfUser.delete(userId);
  }

  return {
    limits,
    async start() {
      await Promise.all(hubs.map((hub) => hub.start()));
    },
    admission(isKnown) {
      if (stopping) return 'server-stopping';
      const full = sessions.size >= limits.maxConnections || (!isKnown && unauthenticated >= limits.maxUnauthenticated);
      if (full) meter.count('stream_connections_refused_total', {}, 1);
      return full ? 'too-many-connections' : null;
    },
    connect(connection, known) {
      let userId: string | null = null;
      unauthenticated += 1;
      const sessionPorts: SessionPorts = {
        ...{ feeds: feedOf, fanout, prices, limits, meter, logger, clock },
        authenticate: ports.authenticate,
        onKnown(id) {
          if (!enter(id)) return false;
          userId = id;
          unauthenticated -= 1;
          measure();
          return true;
        },
        onCutOff: (reason) => meter.count('stream_cut_off_total', { reason }, 1),
      };
      const session = startStreamSession(connection, known, sessionPorts);
      sessions.add(session);
      measure();
      // It was let in just before the stop, which has not seen it.
      if (stopping) session.cutOff('server-stopping');
      return {
        ...session,
        gone() {
          session.gone();
          if (!sessions.delete(session)) return;
          if (userId === null) unauthenticated -= 1;
          else leave(userId);
          measure();
          if (sessions.size === 0) onLastGone?.();
        },
      };
    },
    async stop() {
      stopping = true;
      const allGone = new Promise<void>((resolve) => {
        onLastGone = resolve;
      });
      for (const session of sessions) session.cutOff('server-stopping');
      if (sessions.size > 0) await allGone;
      fanout.stop();
      await Promise.all(hubs.map((hub) => hub.stop()));
    },
  };
}
