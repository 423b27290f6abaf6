import { isAfter } from './stream-codec.ts';
import type { ClientMessage, EventChannel, EventItems, ServerMessage, StreamPrice } from './stream-message.ts';

/** Who is told what an event channel tells. What throws here ends the program, and is told again after a reconnection. */
export interface EventHandlers<Item> {
  /** What happened, and where the reader stands after it. */
  readonly onItems: (items: readonly Item[], sequence: string) => void;
  /** What happened before is not kept any more: read it over REST. */
  readonly onGap?: (sequence: string) => void;
}

/** What a client of the stream wants, and how far it has been told: what has to be said again on each new connection. */
export interface StreamWishes {
  /** The messages that ask for all of it. */
  messages(): readonly ClientMessage[];
  /** Takes what the server tells. */
  take(message: ServerMessage): void;
  addEvents<Channel extends EventChannel>(
    channel: Channel,
    handlers: EventHandlers<EventItems[Channel]>,
    after: string | null,
  ): void;
  removeEvents(channel: EventChannel): void;
  sequence(channel: EventChannel): string | null;
  setPrices(symbols: readonly string[] | null, onPrices: (prices: readonly StreamPrice[]) => void): void;
  removePrices(): void;
}

interface EventWish {
  sequence: string | null;
  readonly update: (message: Extract<ServerMessage, { type: 'update' }>) => void;
  readonly onGap: (sequence: string) => void;
}

interface PriceWish {
  readonly symbols: readonly string[] | null;
  readonly onPrices: (prices: readonly StreamPrice[]) => void;
}

/** Makes the wishes of a client that wants nothing yet. */
export function createStreamWishes(): StreamWishes {
  const events = new Map<EventChannel, EventWish>();
  let prices: PriceWish | undefined;

  function takeUpdate(message: Extract<ServerMessage, { type: 'update' }>): void {
    if (message.channel === 'prices') {
      prices?.onPrices(message.items);
      return;
    }
    const wish = events.get(message.channel);
    if (wish === undefined || !isAfter(message.sequence, wish.sequence)) return;
    wish.update(message);
    wish.sequence = message.sequence;
  }

  function stand(channel: EventChannel, sequence: string | undefined): void {
    const wish = events.get(channel);
    if (wish !== undefined && sequence !== undefined) wish.sequence = sequence;
  }

  return {
    messages() {
      const all: ClientMessage[] = [];
      for (const [channel, { sequence }] of events) {
        all.push({ type: 'subscribe', channel, ...(sequence === null ? {} : { after: sequence }) });
      }
      if (prices !== undefined) all.push(pricesMessage(prices.symbols));
      return all;
    },
    take(message) {
      switch (message.type) {
        case 'update':
          takeUpdate(message);
          break;
        case 'subscribed':
          if (message.channel !== 'prices' && message.sequence !== null) stand(message.channel, message.sequence);
          break;
        case 'gap':
          stand(message.channel, message.sequence);
          events.get(message.channel)?.onGap(message.sequence);
          break;
        case 'heartbeat':
          for (const channel of events.keys()) stand(channel, message.sequences[channel]);
          break;
        case 'authenticated':
        case 'unsubscribed':
        case 'error':
          break;
      }
    },
    addEvents(channel, { onItems, onGap }, after) {
      if (events.has(channel)) throw new RangeError(`${channel} is subscribed to already`);
      events.set(channel, {
        sequence: after,
        update: (message) => {
          if (isOf(message, channel)) onItems(message.items, message.sequence);
        },
        onGap: onGap ?? (() => undefined),
      });
    },
    removeEvents: (channel) => void events.delete(channel),
    sequence: (channel) => events.get(channel)?.sequence ?? null,
    setPrices(symbols, onPrices) {
      if (prices !== undefined) throw new RangeError('prices are subscribed to already');
      prices = { symbols, onPrices };
    },
    removePrices() {
      prices = undefined;
    },
  };
}

/** The message that asks for prices. */
export function pricesMessage(symbols: readonly string[] | null): ClientMessage {
  return { type: 'subscribe', channel: 'prices', ...(symbols === null ? {} : { symbols: [...symbols] }) };
}

type EventUpdateOf<Channel extends EventChannel> = {
  readonly channel: Channel;
  readonly sequence: string;
  readonly items: readonly EventItems[Channel][];
};

function isOf<Channel extends EventChannel>(
  message: { readonly channel: string },
  channel: Channel,
): message is EventUpdateOf<Channel> {
  return message.channel === channel;
}
