import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AttemptLimits, Throttled } from '@bourse/application/identity/attempt-throttle.ts';
import type { RateLimiter } from '@bourse/application/ports/rate-limiter.ts';
import { addressKey } from '@bourse/core/limiting/address-key.ts';
import type { RateLimit, RateStanding } from '@bourse/core/limiting/rate-limit.ts';
import { sendProblem } from './problem.ts';

/** How much callers may ask; null: no limit. */
export interface HttpLimits {
  readonly limiter: RateLimiter;
  readonly attempts: AttemptLimits;
  readonly perCaller: RateLimit | null;
  readonly perAddress: RateLimit | null;
}

/** The refusal of an attempt to get in, for `config.problems`. */
export const TOO_MANY_ATTEMPTS = { 'too-many-attempts': 429 } as const;

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

/** Hooks that count requests, the one before the caller is known and the one after; none where there is no limit, so that it costs nothing. */
export function requestLimits({ limiter, perCaller, perAddress }: HttpLimits): {
  readonly beforeGuard: readonly Hook[];
  readonly afterGuard: readonly Hook[];
} {
  const byAddress = (request: FastifyRequest): string => `address|${addressKey(request.ip)}`;
  const byCaller = (request: FastifyRequest): string => `caller|${request.principal?.userId ?? ''}`;
  return {
    beforeGuard: perAddress === null ? [] : [countRequest(limiter, perAddress, byAddress)],
    afterGuard: perCaller === null ? [] : [countRequest(limiter, perCaller, byCaller)],
  };
}

/** Answers an attempt to get in that was not made. */
export function sendThrottled(reply: FastifyReply, { refusal, limit, standing }: Throttled): FastifyReply {
  tellStanding(reply, limit, standing);
  return sendProblem(reply, TOO_MANY_ATTEMPTS[refusal], refusal, {
    detail: 'There were too many attempts. Wait as long as Retry-After says before the next one.',
    retryAfterSeconds: secondsOf(standing.retryAfterMs),
  });
}

function countRequest(limiter: RateLimiter, limit: RateLimit, keyOf: (request: FastifyRequest) => string): Hook {
  return async (request, reply) => {
    const standing = await limiter.take(keyOf(request), limit);
    // Of two limits the one that will be met first is told.
    if (!(Number(reply.getHeader('ratelimit-remaining')) < standing.remaining)) tellStanding(reply, limit, standing);
    if (standing.allowed) return undefined;
    return sendProblem(reply, 429, 'rate-limited', {
      detail: 'You ask more often than this server allows. Wait as long as Retry-After says.',
      retryAfterSeconds: secondsOf(standing.retryAfterMs),
    });
  };
}

/**
 * The three fields that gateways send and clients read, as draft 6 of draft-ietf-httpapi-ratelimit-headers has them; the single field
 * of later drafts is read by few so far.
 */
function tellStanding(reply: FastifyReply, { max }: RateLimit, { remaining, resetMs }: RateStanding): void {
  reply.header('ratelimit-limit', max.toString());
  reply.header('ratelimit-remaining', remaining.toString());
  reply.header('ratelimit-reset', secondsOf(resetMs).toString());
}

function secondsOf(ms: number): number {
  return Math.ceil(ms / 1_000);
}
