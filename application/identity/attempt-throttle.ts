import { addressKey } from '@bourse/core/limiting/address-key.ts';
import type { RateLimit, RateStanding } from '@bourse/core/limiting/rate-limit.ts';
import { nameKey } from '@bourse/core/identity/registration.ts';
import type { Result } from '@bourse/core/result.ts';
import type { Digest } from '../ports/digest.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';

/** How often somebody may try to get in. */
export interface AttemptLimits {
  /** Failed log-ins with one user name from one address. */
  readonly userAtAddress: RateLimit;
  /** Failed log-ins with one user name from anywhere: more, so that a stranger alone cannot keep its owner out. */
  readonly user: RateLimit;
  /** Failed log-ins and refreshes from one address. */
  readonly address: RateLimit;
  /** Registrations from one address, successful or not. */
  readonly registrations: RateLimit;
}

/** An attempt that was not made, and the limit it met. */
export interface Throttled {
  readonly ok: false;
  readonly refusal: 'too-many-attempts';
  readonly limit: RateLimit;
  readonly standing: RateStanding;
}

/** What an attempt came to, if it was made. */
export type Attempted<Value, Refusal extends string> = Result<Value, Refusal> | Throttled;

/** Lets attempts to get in through while their limits last. Throws what the attempt throws, and Fault('unavailable'). */
export interface AttemptThrottle {
  /** A log-in; it counts if it is refused. Users who do not exist are throttled as those who do. */
  logIn<Value, Refusal extends string>(
    who: { readonly username: string; readonly address: string },
    attempt: () => Promise<Result<Value, Refusal>>,
  ): Promise<Attempted<Value, Refusal>>;
  /** A refresh; it counts if it is refused. */
  refresh<Value, Refusal extends string>(
    address: string,
    attempt: () => Promise<Result<Value, Refusal>>,
  ): Promise<Attempted<Value, Refusal>>;
  /** A registration; it always counts. */
  register<Value, Refusal extends string>(
    address: string,
    attempt: () => Promise<Result<Value, Refusal>>,
  ): Promise<Attempted<Value, Refusal>>;
}

interface Budget {
  readonly key: string;
  readonly limit: RateLimit;
}

/** Makes the throttle. User names are kept as digests: a limiter may be a server that others can read. */
export function createAttemptThrottle(limiter: RateLimiter, limits: AttemptLimits, digest: Digest): AttemptThrottle {
  const addressBudget = (address: string): Budget => ({
    key: `failures|${addressKey(address)}`,
    limit: limits.address,
  });

  /** Taken before the attempt and given back after a success, so that many at the same moment are not one too many each. */
  async function countingFailures<Value, Refusal extends string>(
    budgets: readonly Budget[],
    attempt: () => Promise<Result<Value, Refusal>>,
  ): Promise<Attempted<Value, Refusal>> {
    const taken: Budget[] = [];
    let failed = false;
    try {
      for (const budget of budgets) {
        const standing = await limiter.take(budget.key, budget.limit);
        if (!standing.allowed) return throttled(budget.limit, standing);
        taken.push(budget);
      }
      const result = await attempt();
      failed = !result.ok;
      return result;
    } finally {
      if (!failed) for (const { key, limit } of taken) await limiter.giveBack(key, limit);
    }
  }

  return {
    logIn({ username, address }, attempt) {
      const user = digest.sha256(nameKey(username));
      const budgets = [
        { key: `failures|${addressKey(address)}|${user}`, limit: limits.userAtAddress },
        { key: `failures||${user}`, limit: limits.user },
        addressBudget(address),
      ];
      return countingFailures(budgets, attempt);
    },
    refresh: (address, attempt) => countingFailures([addressBudget(address)], attempt),
    async register(address, attempt) {
      const standing = await limiter.take(`registrations|${addressKey(address)}`, limits.registrations);
      return standing.allowed ? attempt() : throttled(limits.registrations, standing);
    },
  };
}

function throttled(limit: RateLimit, standing: RateStanding): Throttled {
  return { ok: false, refusal: 'too-many-attempts', limit, standing };
}
