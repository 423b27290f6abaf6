import { useSyncExternalStore } from 'react';

const EVERY_MS = 1_000;
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** The time to the second, epoch milliseconds; all who ask share one timer, which runs only while somebody asks. */
export function useNow(): number {
  return useByTime((ms) => ms);
}

/** What is read from the time, by the same timer; the component is drawn anew only when that changes. */
export function useByTime<Value extends number | boolean>(read: (nowMs: number) => Value): Value {
  return useSyncExternalStore(subscribe, () => read(nowMs));
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) start();
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

function start(): void {
  nowMs = Date.now();
  timer = setInterval(() => {
    nowMs = Date.now();
    for (const listener of [...listeners]) listener();
  }, EVERY_MS);
}
