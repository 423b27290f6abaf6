import type { StreamClient } from '@bourse/client/stream.ts';
import type { StreamPrice } from '@bourse/client/stream-message.ts';

/** The newest price of an instrument as this page knows it. */
export interface LivePrice {
  readonly value: string;
  readonly currency: string;
  readonly source: string;
  /** When it was right, epoch milliseconds by the clock of this machine, so that its age can be told without asking again. */
  readonly asOfMs: number;
  /** When it held, as the server says. */
  readonly asOf: string;
  /** Whether the server said that it was too old to trade on when it came. */
  readonly stale: boolean;
  /** Where it went from the one before. */
  readonly direction: 'up' | 'down' | 'same';
}

/** The prices of the instruments that somebody looks at. */
export interface PriceStore {
  /** Wants to know the prices of these symbols until the function that it answers is called. */
  watch(symbols: readonly string[]): () => void;
  /** Takes prices that came otherwise, unless there are newer ones. */
  offer(prices: readonly StreamPrice[]): void;
  price(symbol: string): LivePrice | undefined;
  /** Calls when the price of this symbol has changed; at most once for each picture that the screen shows. */
  subscribe(symbol: string, listener: () => void): () => void;
  connect(stream: Pick<StreamClient, 'prices'>): void;
  /** Forgets all prices and the stream. */
  clear(): void;
}

/** More symbols than this are not named one by one; then all are asked for. */
const MAX_NAMED_SYMBOLS = 500;

/** What the store needs of the browser. */
export interface PriceStoreWorld {
  readonly now: () => number;
  /** Runs work before the screen is drawn the next time. */
  readonly beforeDrawing: (work: () => void) => void;
}

/** Makes a store that knows no prices. */
export function createPriceStore({ now, beforeDrawing }: PriceStoreWorld): PriceStore {
  const prices = new Map<string, LivePrice>();
  const watched = new Map<string, number>();
  const listeners = new Map<string, Set<() => void>>();
  const changed = new Set<string>();
  let stream: Pick<StreamClient, 'prices'> | null = null;
  let subscribed: { readonly key: string; readonly end: () => void } | null = null;
  let isTelling = false;
  let isWishing = false;

  function take(price: StreamPrice): void {
    const before = prices.get(price.symbol);
    if (before !== undefined && price.as_of < before.asOf) return;
    prices.set(price.symbol, {
      value: price.value,
      currency: price.currency,
      source: price.source,
      asOf: price.as_of,
      asOfMs: now() - price.age_ms,
      stale: price.stale,
      direction: before === undefined ? 'same' : directionOf(before, price.value),
    });
    changed.add(price.symbol);
  }

  function offer(items: readonly StreamPrice[]): void {
    for (const item of items) take(item);
    if (isTelling || changed.size === 0) return;
    isTelling = true;
    beforeDrawing(tell);
  }

  function tell(): void {
    isTelling = false;
    const symbols = [...changed];
    changed.clear();
    for (const symbol of symbols) for (const listener of [...(listeners.get(symbol) ?? [])]) listener();
  }

  /** Asks the stream for what is watched now; once for all changes of one moment. */
  function wish(): void {
    if (isWishing) return;
    isWishing = true;
    queueMicrotask(() => {
      isWishing = false;
      ask();
    });
  }

  function ask(): void {
    if (stream === null) return;
    const symbols = [...watched.keys()].toSorted();
    const key = symbols.length > MAX_NAMED_SYMBOLS ? '*' : symbols.join();
    if (key === (subscribed?.key ?? '')) return;
    subscribed?.end();
    subscribed =
      symbols.length === 0
        ? null
        : { key, end: stream.prices(symbols.length > MAX_NAMED_SYMBOLS ? null : symbols, offer) };
  }

  return {
    watch(symbols) {
      for (const symbol of symbols) watched.set(symbol, (watched.get(symbol) ?? 0) + 1);
      wish();
      return () => {
        for (const symbol of symbols) {
          const left = (watched.get(symbol) ?? 1) - 1;
          if (left === 0) watched.delete(symbol);
          else watched.set(symbol, left);
        }
        wish();
      };
    },
    offer,
    price: (symbol) => prices.get(symbol),
    subscribe(symbol, listener) {
      const those = listeners.get(symbol) ?? new Set();
      listeners.set(symbol, those.add(listener));
      return () => {
        those.delete(listener);
        if (those.size === 0) listeners.delete(symbol);
      };
    },
    connect(opened) {
      stream = opened;
      subscribed = null;
      wish();
    },
    clear() {
      stream = null;
      subscribed = null;
      prices.clear();
    },
  };
}

function directionOf(before: LivePrice, value: string): LivePrice['direction'] {
  if (before.value === value) return before.direction;
  // Two prices of one instrument; their order is all that is asked, and numbers of this size are told apart.
  return Number(value) > Number(before.value) ? 'up' : 'down';
}
