import { describe, expect, it } from 'vitest';
import { createArgon2PasswordHasher } from './argon2-password-hasher.ts';

describe('password hashes', () => {
  const hasher = createArgon2PasswordHasher();

  it('are argon2id with the parameters OWASP names first, salted anew each time', async () => {
    const [one, other] = await Promise.all([hasher.hash('correct horse'), hasher.hash('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
  });

  it('match the password they were made of and no other', async () => {
    const hash = await hasher.hash('correct horse');
    expect(await hasher.verify(hash, 'correct horse')).toBe(true);
    expect(await hasher.verify(hash, 'Correct horse')).toBe(false);
  });

  it('match nothing when there is none, after as much work', async () => {
    const kept = await hasher.hash('correct horse');
    // The decoy is made with the first of these.
    expect(await hasher.verify(null, 'correct horse')).toBe(false);
    const withHash = await leastWork(5, () => hasher.verify(kept, 'correct horse'));
    const without = await leastWork(5, () => hasher.verify(null, 'correct horse'));
    expect(without).toBeGreaterThan(withHash / 3);
  });

  it('are made a few at a time, and not for more than may wait', async () => {
    const narrow = createArgon2PasswordHasher({ maxRunning: 1, maxWaiting: 2 });
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map((n) => narrow.hash(`password ${n.toString()}`)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(outcomes[3]).toMatchObject({ reason: { code: 'overloaded' } });
    expect(await narrow.hash('afterwards')).toContain('argon2id');
  });
});

/** Least processor time of this process, which unlike the time on the wall does not depend on what else the machine does. */
async function leastWork(times: number, work: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < times; round += 1) {
    const before = process.cpuUsage();
    await work();
    least = Math.min(least, process.cpuUsage(before).user);
  }
  return least;
}
