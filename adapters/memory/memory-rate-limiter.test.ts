import { describe, expect, it } from 'vitest';
import { createManualClock } from './manual-clock.ts';
import { createMemoryRateLimiter } from './memory-rate-limiter.ts';

const LIMIT = { max: 1, windowMs: 1_000 };

describe('the limiter of one process', () => {
  it('forgets the keys that were used least recently when there are too many', async () => {
    const limiter = createMemoryRateLimiter(createManualClock(0), 2);
    for (const key of ['a', 'b', 'a', 'c']) await limiter.take(key, LIMIT);
    const allowed = async (key: string) => (await limiter.look(key, LIMIT)).allowed;
    expect([await allowed('a'), await allowed('b'), await allowed('c')]).toEqual([false, true, false]);
  });
});
