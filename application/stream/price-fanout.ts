import type { Price } from '@bourse/core/market/price.ts';
import type { PriceBook } from '../market/price-book.ts';
import type { Clock } from '../ports/clock.ts';
import type { Meter } from '../ports/telemetry.ts';
import type { StreamConnection, StreamMessage } from './stream-message.ts';
import type { StreamLimits } from './stream-limits.ts';

/** What the fan-out works with. */
export interface PriceFanoutPorts {
  readonly prices: Pick<PriceBook, 'price' | 'instruments' | 'onPrice'>;
  readonly clock: Clock;
  readonly meter: Meter;
}

/** Whoever gets prices: what of a connection is needed for it. */
export type PriceReader = Pick<StreamConnection, 'send' | 'waitingBytes'>;

/** The prices that one client wants. */
export interface PriceSubscription {
  /** Wants these symbols, or all of them (null), from now on; those of them that have a price are sent at once. */
  follow(symbols: ReadonlySet<string> | null): void;
  /** Wants none any more. */
  stop(): void;
}

/**
 * Sends the newest prices to all who want them, at most once in an interval. Those who want the same symbols get the same message. Who
 * has not read what was sent before gets nothing until it has, and then the newest price of each symbol that it missed.
 */
export interface PriceFanout {
  subscribe(reader: PriceReader): PriceSubscription;
  stop(): void;
}

interface Member {
  readonly reader: PriceReader;
  /** Newest prices that are still to be sent; empty while the reader keeps up. */
  readonly pending: Map<string, Price>;
}

/** Members that want the same symbols; null is all. */
interface Group {
  readonly key: string;
  readonly symbols: ReadonlySet<string> | null;
  readonly members: Set<Member>;
}

/** Makes the fan-out of a process; it works as soon as somebody subscribes. */
export function createPriceFanout(ports: PriceFanoutPorts, limits: StreamLimits): PriceFanout {
  const { prices, clock, meter } = ports;
  const groups = new Map<string, Group>();
  const slow = new Set<Member>();
  const changed = new Map<string, Price>();
  let lastFlushMs = 0;
  let number = 0;
  let cancelFlush: (() => void) | undefined;

  const stopListening = prices.onPrice((price) => {
    if (groups.size === 0) return;
    changed.set(price.symbol, price);
    scheduleFlush();
  });

  /** At once when nothing was sent for an interval, else at its end. A clock that jumps cannot make it longer. */
  function scheduleFlush(): void {
    if (cancelFlush !== undefined) return;
    const sinceMs = Math.max(0, clock.now() - lastFlushMs);
    cancelFlush = clock.after(Math.max(0, limits.priceIntervalMs - sinceMs), flush);
  }

  function flush(): void {
    cancelFlush = undefined;
    lastFlushMs = clock.now();
    for (const group of groups.values()) sendToGroup(group);
    changed.clear();
    for (const member of slow) drain(member);
    if (slow.size > 0) scheduleFlush();
  }

  function sendToGroup({ symbols, members }: Group): void {
    const wanted = wantedOf(symbols);
    if (wanted.length === 0) return;
    const messages = messagesOf(wanted);
    let sent = 0;
    for (const member of members) {
      if (member.pending.size > 0 || isCongested(member)) postpone(member, wanted);
      else {
        for (const message of messages) member.reader.send(message);
        sent += messages.length;
      }
    }
    countSent(sent);
  }

  function wantedOf(symbols: ReadonlySet<string> | null): readonly Price[] {
    const all = [...changed.values()];
    return symbols === null ? all : all.filter(({ symbol }) => symbols.has(symbol));
  }

  function messagesOf(items: readonly Price[]): StreamMessage[] {
    const messages: StreamMessage[] = [];
    for (let start = 0; start < items.length; start += limits.maxPricesOfMessage) {
      number += 1;
      const part = items.slice(start, start + limits.maxPricesOfMessage);
      messages.push({ type: 'update', channel: 'prices', number, items: part });
    }
    return messages;
  }

  function postpone(member: Member, items: readonly Price[]): void {
    slow.add(member);
    let superseded = 0;
    for (const price of items) {
      if (member.pending.has(price.symbol)) superseded += 1;
      member.pending.set(price.symbol, price);
    }
    if (superseded > 0) meter.count('stream_prices_conflated_total', {}, superseded);
  }

  /** Sends what is pending for as long as the reader takes it. */
  function drain(member: Member): void {
    const { pending, reader } = member;
    while (pending.size > 0 && !isCongested(member)) {
      const items = [...pending.values()].slice(0, limits.maxPricesOfMessage);
      for (const { symbol } of items) pending.delete(symbol);
      for (const message of messagesOf(items)) reader.send(message);
      countSent(1);
    }
    if (pending.size === 0) slow.delete(member);
  }

  function isCongested({ reader }: Member): boolean {
    return reader.waitingBytes() > limits.conflateAboveBytes;
  }

  function countSent(messages: number): void {
    if (messages > 0) meter.count('stream_messages_sent_total', PRICES, messages);
  }

  function join(member: Member, symbols: ReadonlySet<string> | null): Group {
    const key = symbols === null ? ALL : [...symbols].sort().join(' ');
    const group = groups.get(key) ?? { key, symbols, members: new Set() };
    groups.set(key, group);
    group.members.add(member);
    return group;
  }

  function leave(member: Member, group: Group | undefined): void {
    if (group === undefined) return;
    group.members.delete(member);
    if (group.members.size === 0) groups.delete(group.key);
  }

  return {
    subscribe(reader) {
      const member: Member = { reader, pending: new Map() };
      let group: Group | undefined;
      return {
        follow(symbols) {
          const before = group;
          leave(member, before);
          group = join(member, symbols);
          for (const symbol of member.pending.keys()) if (symbols?.has(symbol) === false) member.pending.delete(symbol);
          for (const symbol of symbols ?? prices.instruments().map((instrument) => instrument.symbol)) {
            if (before !== undefined && (before.symbols === null || before.symbols.has(symbol))) continue;
            const price = prices.price(symbol);
            if (price !== undefined) member.pending.set(symbol, price);
          }
          if (member.pending.size > 0) slow.add(member);
          drain(member);
          if (slow.size > 0) scheduleFlush();
        },
        stop() {
          leave(member, group);
          group = undefined;
          slow.delete(member);
        },
      };
    },
    stop() {
      stopListening();
      cancelFlush?.();
    },
  };
}

const ALL = '*';
const PRICES = { channel: 'prices' } as const;
