import { expect, it, onTestFinished, vi } from 'vitest';
import type { StreamSocket } from '@bourse/client/stream.ts';
import { openStream } from '@bourse/client/stream.ts';

/** Half of what a token has left at least when the page gives it to the stream: a hidden tab may have its timers slowed down. */
const LEFT_MS = 60_000;
const BEAT_MS = 15_000;
const AUTHENTICATED = { data: JSON.stringify({ type: 'authenticated', id: null }) };

function fakeSocket() {
  const listeners = new Map<string, (event: never) => void>();
  const sent: unknown[] = [];
  const socket: StreamSocket = {
    addEventListener: (type: string, listener: (event: never) => void) => void listeners.set(type, listener),
    send: (text) => void sent.push(JSON.parse(text)),
    close: () => undefined,
  };
  const tell = (type: string, event: object): void => listeners.get(type)?.(event as never);
  return { socket, sent, tell };
}

it('shows the next token before one that had a minute left has expired', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { socket, sent, tell } = fakeSocket();
  let tokens = 0;
  const stream = openStream({ url: 'http://bourse', token: () => `token ${(tokens += 1)}`, connect: () => socket });
  onTestFinished(() => stream.close());
  tell('open', {});
  await vi.advanceTimersByTimeAsync(0);
  for (let passedMs = 0; passedMs < LEFT_MS; passedMs += BEAT_MS) {
    tell('message', AUTHENTICATED);
    await vi.advanceTimersByTimeAsync(BEAT_MS - 1);
  }
  expect(sent).toEqual(['token 1', 'token 2'].map((token) => ({ type: 'authenticate', token })));
});
