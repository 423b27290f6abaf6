import { availableParallelism } from 'node:os';
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { PasswordHasher } from '@bourse/application/ports/identity.ts';

/** How many hashes are worked on at a time, and how many may wait. */
export interface HashingLimits {
  readonly maxRunning: number;
  readonly maxWaiting: number;
}

/** One core stays free for everything else; at 25 ms each the last of those who wait waits five seconds. */
export const DEFAULT_HASHING_LIMITS: HashingLimits = {
  maxRunning: Math.max(1, availableParallelism() - 1),
  maxWaiting: 200,
};

/** Argon2id with 19 MiB, 2 passes and 1 lane: the first choice of the OWASP Password Storage Cheat Sheet. */
const ARGON2ID = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes with argon2id on the runtime's worker threads, a few at a time so that log-ins cannot starve the process. */
export function createArgon2PasswordHasher(limits: HashingLimits = DEFAULT_HASHING_LIMITS): PasswordHasher {
  const inTurn = turns(limits);
  // Made once and lazily: a hash that no password opens, for users who do not exist.
  let decoy: Promise<string> | undefined;
  return {
    hash: (password) => inTurn(() => hash(password, ARGON2ID)),
    verify: (kept, password) =>
      inTurn(async () => {
        decoy ??= hash(randomBytes(32), ARGON2ID);
        const matches = await verify(kept ?? (await decoy), password);
        return kept !== null && matches;
      }),
  };
}

/** Runs work in the order in which it comes, at most `maxRunning` at a time. */
function turns({ maxRunning, maxWaiting }: HashingLimits): <Answer>(work: () => Promise<Answer>) => Promise<Answer> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running < maxRunning) {
      running += 1;
    } else {
      if (waiting.length >= maxWaiting)
        throw new Fault('overloaded', `more than ${maxWaiting} passwords wait to be hashed`);
      // Whoever ends hands over the place, so `running` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
