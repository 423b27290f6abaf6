import { EventEmitter } from 'node:events';
import { createManualClock } from '@bourse/memory/manual-clock.ts';
import { describe, expect, it } from 'vitest';
import { awaitStop } from './stop-request.ts';

describe.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s', (signal) => {
  it('asks for the end, with its name', async () => {
    const signals = new EventEmitter();
    const { requested, aborted } = awaitStop(signals, createManualClock(0));
    expect(aborted.aborted).toBe(false);
    signals.emit(signal, signal);
    expect(aborted.aborted).toBe(true);
    expect(await requested).toBe(signal);
  });

  it('counts once when it comes again within a second', async () => {
    const signals = new EventEmitter();
    const clock = createManualClock(0);
    const { requested } = awaitStop(signals, clock);
    signals.emit(signal, signal);
    clock.advance(999);
    // Somebody listens, so the process goes on.
    expect(signals.emit(signal, signal)).toBe(true);
    expect(await requested).toBe(signal);
  });

  it('is left to end the process at once when it comes again later', () => {
    const signals = new EventEmitter();
    const clock = createManualClock(0);
    awaitStop(signals, clock);
    signals.emit(signal, signal);
    clock.advance(1_000);
    expect(signals.emit(signal, signal)).toBe(false);
  });
});

it('answers the first of several signals, and still listens for those that came once', async () => {
  const signals = new EventEmitter();
  const clock = createManualClock(0);
  const { requested } = awaitStop(signals, clock);
  signals.emit('SIGINT', 'SIGINT');
  clock.advance(5_000);
  expect(signals.emit('SIGTERM', 'SIGTERM')).toBe(true);
  expect(await requested).toBe('SIGINT');
});
