import type { Clock } from '@bourse/application/ports/clock.ts';
import type { BreakerState } from '@bourse/application/ports/feed-reports.ts';
import type { Logger, Meter } from '@bourse/application/ports/telemetry.ts';
import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  handleWhen,
  retry,
  wrap,
} from 'cockatiel';
import { jitteredBackoffMs } from './backoff.ts';
import type { BackoffLimits } from './backoff.ts';
import { createRateLimit } from './rate-limit.ts';
import { isWorthRetrying, VendorCallError } from './vendor-call.ts';

/** How much is asked of the vendor, and when it is left alone. */
export interface GuardLimits {
  /** Tries for one page, the first included (3). */
  readonly tries: number;
  /** Wait between two tries (1 s to 10 s). */
  readonly backoff: BackoffLimits;
  /** So many failures in a row open the breaker (5). */
  readonly breakerFailures: number;
  /** For how long no call goes out once it is open, milliseconds (30000). */
  readonly breakerOpenMs: number;
  /** Most calls under way at a time (5). */
  readonly maxInFlight: number;
  /** Most calls waiting for one of these to end (100); more are refused. */
  readonly maxWaiting: number;
  /** Most calls in any second (10). */
  readonly maxPerSecond: number;
}

/** Keeps a vendor within its limits and its failures away from us. */
export interface Guard {
  readonly maxInFlight: number;
  /** Runs a call, again if it is worth it. Rejects with the last error, or with one that says that it was not sent at all. */
  run<Answer>(call: (signal: AbortSignal) => Promise<Answer>, closing: AbortSignal): Promise<Answer>;
  breakerState(): BreakerState;
}

const STATES: Record<CircuitState, BreakerState> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};
const GAUGE: Record<BreakerState, number> = { closed: 0, 'half-open': 1, open: 2 };

/** A second, and a timer may be a fraction of a millisecond early. */
const WINDOW_MS = 1_001;

/** Makes a guard with the defaults of the design. `vendor_breaker_state` is 0 closed, 1 half-open, 2 open. */
export function guard(
  options: Partial<GuardLimits> & { readonly random?: () => number },
  { clock, meter, logger }: { readonly clock: Clock; readonly meter: Meter; readonly logger: Logger },
): Guard {
  const { tries = 3, backoff = { firstMs: 1_000, mostMs: 10_000 }, random = Math.random } = options;
  const { maxInFlight = 5, maxWaiting = 100, maxPerSecond = 10 } = options;
  const { breakerFailures = 5, breakerOpenMs = 30_000 } = options;

  const limit = createRateLimit(clock, { calls: maxPerSecond, windowMs: WINDOW_MS });
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof VendorCallError),
    { breaker: new ConsecutiveBreaker(breakerFailures), halfOpenAfter: breakerOpenMs },
  );
  const retrying = retry(handleWhen(isWorthRetrying), {
    maxAttempts: tries - 1,
    backoff: new DelegateBackoff(({ attempt, result }) => {
      const asked = 'error' in result && result.error instanceof VendorCallError ? result.error.retryAfterMs : 0;
      return Math.max(jitteredBackoffMs(attempt, backoff, random), Math.min(asked, backoff.mostMs));
    }),
    // A wait must not keep a process that is done from ending.
  }).dangerouslyUnref();
  // The breaker inside: whoever waited for a place finds out at once when it has opened meanwhile.
  const policy = wrap(retrying, bulkhead(maxInFlight, maxWaiting), breaker);

  const show = (state: CircuitState): void => meter.gauge('vendor_breaker_state', {}, GAUGE[STATES[state]]);
  show(breaker.state);
  breaker.onStateChange((state) => {
    show(state);
    logger.warn({ breaker: STATES[state] }, 'the breaker of the vendor changed its state');
  });

  return {
    maxInFlight,
    run: async (call, closing) => {
      try {
        const work = policy.execute(({ signal }) => limit.run(() => call(signal), signal), closing);
        return await unlessAborted(work, closing);
      } catch (error) {
        const reason = reasonNotSent(error, closing);
        if (reason === undefined) throw error;
        meter.count('vendor_calls_total', { outcome: 'not-sent' }, 1);
        throw new Error(reason, { cause: error });
      }
    },
    breakerState: () => STATES[breaker.state],
  };
}

/** A retry sleeps through an abort; its caller need not. */
function unlessAborted<Answer>(work: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new Error('aborted', { cause: signal.reason }));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.finally(() => signal.removeEventListener('abort', abort)).then(resolve, reject);
  });
}

function reasonNotSent(error: unknown, closing: AbortSignal): string | undefined {
  if (closing.aborted) return 'the vendor client is closed';
  if (error instanceof BrokenCircuitError) return 'the vendor is left alone for a while because its last calls failed';
  if (error instanceof BulkheadRejectedError) return 'too many calls to the vendor are waiting';
  return undefined;
}
