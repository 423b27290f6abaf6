import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;

/**
 * Waits until something is there and answers it: anything but undefined, null and false. Throws after `maxMs` (half a minute), with what
 * was waited for; whatever the look itself throws is thrown at once.
 */
export async function until<Found>(
  what: string,
  look: () => Found | Promise<Found>,
  maxMs = 30_000,
): Promise<Exclude<Found, undefined | null | false>> {
  const deadline = performance.now() + maxMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) {
      return found as Exclude<Found, undefined | null | false>;
    }
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}
