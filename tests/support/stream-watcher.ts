import type { ClientOptions, RawData } from 'ws';
import { WebSocket } from 'ws';
import { until } from './until.ts';

/** A message of the server, unchecked. */
export type Told = Readonly<Record<string, unknown>> & { readonly type: string };

/** A bare client of the stream, which shows everything that came. */
export interface StreamWatcher {
  readonly socket: WebSocket;
  readonly told: readonly Told[];
  send(message: unknown): void;
  sendText(text: string): void;
  /** Waits for a message that has these fields. */
  next(what: Readonly<Record<string, unknown>>): Promise<Told>;
  /** How the connection was closed, "4004 slow-reader"; waits for it. */
  closed(): Promise<string>;
  end(): void;
}

/** Connects to the stream of a server; resolves when it is open. Throws with the status when it is not let in. */
export async function watchStream(
  url: string,
  options: ClientOptions = {},
  path = '/api/v1/stream',
): Promise<StreamWatcher> {
  const socket = new WebSocket(url.replace(/^http/, 'ws') + path, options);
  const told: Told[] = [];
  let closing: string | undefined;
  let failure: Error | undefined;
  socket.on('message', (data: RawData) => told.push(JSON.parse((data as Buffer).toString()) as Told));
  socket.on('close', (code: number, reason: Buffer) => {
    closing = `${code} ${reason.toString()}`.trim();
  });
  socket.on('unexpected-response', (_request, response) => {
    failure = new Error(`not let in: ${response.statusCode}`);
    socket.terminate();
  });
  socket.on('error', (error) => {
    failure ??= error;
  });
  await until('an open stream', () => {
    if (failure !== undefined) throw failure;
    return socket.readyState === WebSocket.OPEN;
  });
  return {
    socket,
    told,
    send: (message) => socket.send(JSON.stringify(message)),
    sendText: (text) => socket.send(text),
    next: (what) =>
      until(`a message with ${JSON.stringify(what)}`, () =>
        told.find((message) => Object.entries(what).every(([name, value]) => message[name] === value)),
      ),
    closed: () => until('the end of the connection', () => closing),
    end: () => socket.terminate(),
  };
}
