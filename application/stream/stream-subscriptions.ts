import type { Requirement } from '@bourse/core/identity/access.ts';
import { accessRefusal } from '@bourse/core/identity/access.ts';
import type { Principal } from '@bourse/core/identity/principal.ts';
import { ROLES } from '@bourse/core/identity/role.ts';
import type { Sequence } from '@bourse/core/stream/sequence.ts';
import type { PriceBook } from '../market/price-book.ts';
import type { LogRecord } from '../ports/log.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import type { EventFeed } from './event-feed.ts';
import type { EventSubscription } from './event-hub.ts';
import type { PriceFanout, PriceSubscription } from './price-fanout.ts';
import type { InterestChange, PriceInterest } from './price-interest.ts';
import { addInterest, removeInterest } from './price-interest.ts';
import type { StreamLimits } from './stream-limits.ts';
import type { EventChannel, StreamCommand, StreamConnection, StreamMessage, StreamRefusal } from './stream-message.ts';

/** What subscriptions are made of. */
export interface SubscriptionPorts {
  readonly feeds: ReadonlyMap<EventChannel, EventFeed>;
  readonly fanout: PriceFanout;
  readonly prices: Pick<PriceBook, 'instrument'>;
  readonly limits: StreamLimits;
  readonly meter: Meter;
  readonly logger: Logger;
}

/** What one client has subscribed to. */
export interface StreamSubscriptions {
  /** Does what a client that is known asks for, and answers it. */
  subscribe(principal: Principal, command: Extract<StreamCommand, { type: 'subscribe' }>): void;
  unsubscribe(command: Extract<StreamCommand, { type: 'unsubscribe' }>): void;
  /** Where the client stands in each event channel. */
  sequences(): ReadonlyMap<EventChannel, Sequence>;
  stop(): void;
}

type Client = Pick<StreamConnection, 'send' | 'waitingBytes'>;

const PRICES_ACCESS: Requirement = { roles: ROLES, scopes: ['market:read'] };

/** Makes the subscriptions of a client, none at first. */
export function createStreamSubscriptions(client: Client, ports: SubscriptionPorts): StreamSubscriptions {
  const { feeds, fanout, prices, limits, meter, logger } = ports;
  const events = new Map<EventChannel, EventSubscription>();
  let interest: PriceInterest = 'nothing';
  let priceSubscription: PriceSubscription | undefined;

  function refuse(id: string | null, code: StreamRefusal, concerns: readonly string[] = []): void {
    client.send({ type: 'error', id, code, concerns, faults: [] });
  }

  function changePrices(id: string | null, change: InterestChange, done: StreamMessage): void {
    if (!change.ok) return refuse(id, change.refusal, change.concerns);
    client.send(done);
    interest = change.interest;
    if (interest === 'nothing') {
      priceSubscription?.stop();
      priceSubscription = undefined;
    } else {
      priceSubscription ??= fanout.subscribe(client);
      priceSubscription.follow(interest);
    }
  }

  function subscribeEvents(id: string | null, feed: EventFeed, owner: string, after: Sequence | null): void {
    const { channel, hub } = feed;
    if (events.has(channel)) return refuse(id, 'already-subscribed');
    const subscription = hub.subscribe(owner, after, {
      onRecord: (record, sequence) => tell(feed, record, sequence),
      onGap: (sequence) => client.send({ type: 'gap', channel, sequence }),
      congested: () => client.waitingBytes() > limits.conflateAboveBytes,
    });
    events.set(channel, subscription);
    client.send({ type: 'subscribed', id, channel, symbols: null, sequence: subscription.sequence() });
    subscription.begin();
  }

  function tell(feed: EventFeed, record: LogRecord, sequence: Sequence): void {
    let update;
    try {
      update = feed.updateOf(record, sequence);
    } catch (error) {
      meter.count('stream_unreadable_total', { channel: feed.channel }, 1);
      logger.warn({ error, key: record.key }, 'a record could not be told to a client of the stream; it is left out');
      return;
    }
    if (update === undefined) return;
    client.send({ type: 'update', ...update });
    meter.count('stream_messages_sent_total', { channel: feed.channel }, 1);
  }

  return {
    subscribe(principal, command) {
      const { id, channel } = command;
      const feed = channel === 'prices' ? undefined : feeds.get(channel);
      if (channel !== 'prices' && feed === undefined) return refuse(id, 'channel-unavailable');
      const refusal = accessRefusal(principal, feed?.access ?? PRICES_ACCESS);
      if (refusal !== null) return refuse(id, refusal);
      if (command.channel !== 'prices') {
        if (feed !== undefined) subscribeEvents(id, feed, feed.ownerOf(principal), command.after);
        return;
      }
      const { symbols } = command;
      const isKnown = (symbol: string): boolean => prices.instrument(symbol) !== undefined;
      const change = addInterest(interest, symbols, { maxSymbols: limits.maxSymbols, isKnown });
      changePrices(id, change, { type: 'subscribed', id, channel: 'prices', symbols, sequence: null });
    },
    unsubscribe({ id, channel, symbols }) {
      if (channel === 'prices') {
        changePrices(id, removeInterest(interest, symbols), { type: 'unsubscribed', id, channel, symbols });
        return;
      }
      const subscription = events.get(channel);
      if (subscription === undefined) return refuse(id, 'not-subscribed');
      subscription.stop();
      events.delete(channel);
      client.send({ type: 'unsubscribed', id, channel, symbols: null });
    },
    sequences: () => new Map([...events].map(([channel, subscription]) => [channel, subscription.sequence()])),
    stop() {
      for (const subscription of events.values()) subscription.stop();
      events.clear();
      priceSubscription?.stop();
      priceSubscription = undefined;
    },
  };
}
