import { createMemoryRateLimiter } from '@bourse/memory/memory-rate-limiter.ts';
import { rateLimiterContract } from './rate-limiter.contract.ts';

rateLimiterContract('memory', (clock) => createMemoryRateLimiter(clock));
