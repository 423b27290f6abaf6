import type { Clock } from '@bourse/application/ports/clock.ts';
import type { SimulatedVendor } from '@bourse/entrypoints/vendor-sim/simulated-vendor.ts';
import type { VendorAnswer } from '@bourse/entrypoints/vendor-sim/vendor-answer.ts';
import type { TrafficCounter } from '@bourse/entrypoints/vendor-sim/vendor-traffic.ts';
import { errorOfStatus, VendorCallError } from '@bourse/vendor/vendor-call.ts';
import type { VendorTransport } from '@bourse/vendor/vendor-transport.ts';

/** The way to a simulated vendor in this process and in the time of a clock, as a client would see it over HTTP. */
export function createSimulatedTransport(
  vendor: SimulatedVendor,
  clock: Clock,
  traffic: TrafficCounter,
): VendorTransport {
  return {
    get: async ({ path }, signal) => {
      const token = new URL(path, 'http://vendor.invalid').searchParams.get('nextToken');
      const ended = traffic.begin();
      try {
        const answer = vendor.stocks(token);
        await untilAnswered(answer, clock, signal);
        return bodyOf(answer);
      } finally {
        ended();
      }
    },
    close: () => Promise.resolve(),
  };
}

function untilAnswered(answer: VendorAnswer, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new VendorCallError('unreachable', 'aborted')), { once: true });
    if (answer.kind !== 'hang') clock.after(answer.delayMs, resolve);
  });
}

function bodyOf(answer: VendorAnswer): string {
  if (answer.kind !== 'answer') throw new VendorCallError('unreachable', 'the connection was cut');
  if (answer.status !== 200) throw errorOfStatus(answer.status, answer.headers['retry-after']);
  return answer.body;
}
