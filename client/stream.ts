import type { Backoff } from './backoff.ts';
import { backoffMs } from './backoff.ts';
import { readMessage, writeMessage } from './stream-codec.ts';
import type { ClientMessage, EventChannel, EventItems, ServerMessage, StreamPrice } from './stream-message.ts';
import type { EventHandlers } from './stream-wishes.ts';
import { createStreamWishes, pricesMessage } from './stream-wishes.ts';

/** What of a WebSocket is used; that of a browser, of Node and of the package ws will do. */
export interface StreamSocket {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { readonly code: number; readonly reason: string }) => void): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  send(text: string): void;
  close(): void;
}

/** How the stream is reached; all but the first two have a default. */
export interface StreamOptions {
  /** Where Bourse is, "http://127.0.0.1:8000". */
  readonly url: string;
  /** Gives a good access token; asked with each connection, and every `renewMs`. */
  readonly token: () => Promise<string> | string;
  readonly connect?: (url: string) => StreamSocket;
  /** Waits between connections (0.25 to 10 s). */
  readonly backoff?: Backoff;
  readonly random?: () => number;
  /** How often the server is shown a token, milliseconds (45 s); what `token` gives has to last longer. The connection ends when the one shown last expires. */
  readonly renewMs?: number;
  /** After so long without any message the connection is taken for dead, milliseconds (40 s; the server sends one every 15). */
  readonly silenceMs?: number;
  /** Told of everything that did not go well: a token that could not be had, a message that the server refused. */
  readonly onTrouble?: (trouble: StreamTrouble) => void;
  /** Told when the server knows who this is, so that all that is wanted comes in, and when the connection was lost. */
  readonly onConnection?: (isThere: boolean) => void;
}

/** Something that did not go well. The stream goes on or tries again by itself. */
export interface StreamTrouble {
  /** "connection-lost", "no-token", or the code of an error message or a close reason of the server. */
  readonly code: string;
  readonly detail: string;
}

/** The live stream, which connects again by itself and is then told what it missed. */
export interface StreamClient {
  /** Whether the server knows who this is, just now. */
  connected(): boolean;
  /**
   * Wants to know what happens on a channel: each thing once and in order, also over lost connections. `after` is where another reader left
   * off; without it only what is new is told. Answers the function that ends it. Throws RangeError when it is wanted already.
   */
  events<Channel extends EventChannel>(
    channel: Channel,
    handlers: EventHandlers<EventItems[Channel]>,
    after?: string,
  ): () => void;
  /** Where the reader of a channel stands, for `after`; null when it was told nothing yet. */
  sequence(channel: EventChannel): string | null;
  /** Wants the newest prices of these symbols, or of all (null). Answers the function that ends it. */
  prices(symbols: readonly string[] | null, onPrices: (prices: readonly StreamPrice[]) => void): () => void;
  close(): void;
}

const BACKOFF: Backoff = { firstMs: 250, mostMs: 10_000 };
const RENEW_MS = 45_000;
const SILENCE_MS = 40_000;

/** Opens the stream. */
export function openStream(options: StreamOptions): StreamClient {
  const { token, backoff = BACKOFF, random = Math.random, onTrouble = () => undefined } = options;
  const { onConnection = () => undefined } = options;
  const { connect = openWebSocket, renewMs = RENEW_MS, silenceMs = SILENCE_MS } = options;
  const address = `${options.url.replace(/^http/, 'ws')}/api/v1/stream`;
  const wishes = createStreamWishes();
  let socket: StreamSocket | undefined;
  let known = false;
  let closed = false;
  let failures = 0;
  let reconnect: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let renewal: ReturnType<typeof setInterval> | undefined;

  function send(message: ClientMessage): void {
    socket?.send(writeMessage(message));
  }

  function open(): void {
    const opened = connect(address);
    socket = opened;
    listen();
    opened.addEventListener('open', () => void authenticate(opened));
    opened.addEventListener('message', ({ data }) => {
      if (socket === opened) receive(readMessage(data));
    });
    opened.addEventListener('close', ({ code, reason }) => lose(opened, reason === '' ? `code ${code}` : reason));
    // What went wrong is said with the close that follows.
    opened.addEventListener('error', () => undefined);
  }

  async function authenticate(opened: StreamSocket): Promise<void> {
    try {
      const message = { type: 'authenticate', token: await token() } as const;
      if (socket === opened) send(message);
    } catch (error) {
      onTrouble({ code: 'no-token', detail: String(error) });
      opened.close();
      lose(opened, 'no token');
    }
  }

  function receive(message: ServerMessage): void {
    listen();
    if (message.type === 'authenticated' && !known) begin();
    if (message.type === 'error') onTrouble(message);
    wishes.take(message);
  }

  function begin(): void {
    known = true;
    failures = 0;
    for (const message of wishes.messages()) send(message);
    onConnection(true);
    renewal = setInterval(() => {
      if (socket !== undefined) void authenticate(socket);
    }, renewMs);
  }

  /** Waits for the next message, but not for ever. */
  function listen(): void {
    clearTimeout(silence);
    silence = setTimeout(() => {
      const silent = socket;
      if (silent === undefined) return;
      silent.close();
      lose(silent, 'nothing was heard for too long');
    }, silenceMs);
  }

  function lose(lost: StreamSocket, detail: string): void {
    if (socket !== lost) return;
    forget();
    if (closed) return;
    failures += 1;
    onConnection(false);
    onTrouble({ code: 'connection-lost', detail });
    reconnect = setTimeout(open, backoffMs(failures, backoff, random));
  }

  function forget(): void {
    socket = undefined;
    known = false;
    clearTimeout(silence);
    clearInterval(renewal);
  }

  open();
  return {
    connected: () => known,
    events(channel, handlers, after) {
      wishes.addEvents(channel, handlers, after ?? null);
      if (known) send({ type: 'subscribe', channel, ...(after === undefined ? {} : { after }) });
      return () => {
        wishes.removeEvents(channel);
        if (known) send({ type: 'unsubscribe', channel });
      };
    },
    sequence: (channel) => wishes.sequence(channel),
    prices(symbols, onPrices) {
      wishes.setPrices(symbols, onPrices);
      if (known) send(pricesMessage(symbols));
      return () => {
        wishes.removePrices();
        if (known) send({ type: 'unsubscribe', channel: 'prices' });
      };
    },
    close() {
      closed = true;
      clearTimeout(reconnect);
      const open = socket;
      forget();
      open?.close();
    },
  };
}

function openWebSocket(url: string): StreamSocket {
  return new WebSocket(url);
}
