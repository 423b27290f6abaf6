import { hash, randomBytes } from 'node:crypto';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { Ids } from '@bourse/application/ports/ids.ts';

/**
 * Identities as UUIDs of RFC 9562. Version 7 carries the clock's milliseconds and, in the 12 bits behind them, a counter (section 6.2,
 * method 1), so that later ones sort behind earlier ones even when the clock goes back. Version 8 is cut from a SHA-256 digest.
 */
export function createUuidIds(clock: Pick<Clock, 'now'>): Ids {
  const timeOrdered = timeOrderedIds(clock);
  return {
    next: timeOrdered,
    orderIdOf: (accountId, clientOrderId) => uuidOfDigest(`order\n${accountId}\n${clientOrderId}`),
    transactionIdOf: (accountId, idempotencyKey) => uuidOfDigest(`transaction\n${accountId}\n${idempotencyKey}`),
    outsideIdOf: (kind, { issuer, subject, role }) =>
      uuidOfDigest(`outside ${kind}\n${JSON.stringify([issuer, subject, role])}`),
  };
}

/** The third group of an id, by its counter. */
const COUNTER_GROUPS = Array.from({ length: 4_096 }, (_, counter) => `7${counter.toString(16).padStart(3, '0')}`);
/** Random numbers are drawn and written out for many ids at a time, which costs a tenth of one by one. */
const POOL_BYTES = 8_192;
const RANDOM_BYTES_PER_ID = 8;

function timeOrderedIds(clock: Pick<Clock, 'now'>): () => string {
  let pool = '';
  let used = 0;
  let lastMs = 0;
  let counter = 0;
  let time = timeDigits(lastMs);
  const moveTo = (ms: number): void => {
    lastMs = ms;
    counter = 0;
    time = timeDigits(ms);
  };
  return () => {
    if (used === pool.length) {
      pool = randomGroups();
      used = 0;
    }
    const nowMs = clock.now();
    if (nowMs > lastMs) moveTo(nowMs);
    else if (counter + 1 < COUNTER_GROUPS.length) counter += 1;
    else moveTo(lastMs + 1);
    const group = used + 4;
    const end = group + 12;
    const id = `${time}-${COUNTER_GROUPS[counter] ?? ''}-${pool.slice(used, group)}-${pool.slice(group, end)}`;
    used = end;
    return id;
  };
}

/** The last two groups of many ids, one behind the other without their hyphen. */
function randomGroups(): string {
  const bytes = randomBytes(POOL_BYTES);
  for (let at = 0; at < bytes.length; at += RANDOM_BYTES_PER_ID) bytes[at] = ((bytes[at] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex');
}

/** The first two groups of an id: 48 bits of milliseconds. */
function timeDigits(ms: number): string {
  const digits = ms.toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}

function uuidOfDigest(text: string): string {
  const digits = hash('sha256', text, 'hex');
  return dashed(`${digits.slice(0, 12)}8${digits.slice(13, 16)}${withVariant(digits.slice(16, 32))}`);
}

/** 16 hexadecimal digits whose first two bits say "RFC 9562". */
function withVariant(digits: string): string {
  return ((parseInt(digits.slice(0, 1), 16) & 0x3) | 0x8).toString(16) + digits.slice(1);
}

function dashed(digits: string): string {
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}
