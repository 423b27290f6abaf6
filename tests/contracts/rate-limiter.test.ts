import { createFallbackRateLimiter } from '@bourse/application/limiting/fallback-rate-limiter.ts';
import { Fault } from '@bourse/application/ports/fault.ts';
import { createMemoryRateLimiter } from '@bourse/memory/memory-rate-limiter.ts';
import { rateLimiterContract } from './rate-limiter.contract.ts';

const ignore = (): void => undefined;

rateLimiterContract('memory', (clock) => createMemoryRateLimiter(clock));

rateLimiterContract('memory, the shared one away', (clock) => {
  const gone = () => Promise.reject(new Fault('unavailable', 'gone'));
  return createFallbackRateLimiter({
    shared: { take: gone, giveBack: gone, look: gone },
    local: createMemoryRateLimiter(clock),
    meter: { count: ignore, gauge: ignore, duration: ignore },
    logger: { info: ignore, warn: ignore, error: ignore },
  });
});
