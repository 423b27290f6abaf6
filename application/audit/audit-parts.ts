import { createLifetime } from '../processing/lifetime.ts';
import type { AuditReader, AuditSnapshot } from '../ports/audit-reader.ts';
import type { Clock } from '../ports/clock.ts';

/** Looks at the books as they are at one moment, and rests afterwards. Answers null, without a look, once the audit is stopped. */
export type AuditPart = <Answer extends object>(
  look: (snapshot: AuditSnapshot) => Promise<Answer>,
) => Promise<Answer | null>;

/** Rest for each millisecond that a part took: of five the audit works one, and half of that is the database's. */
const REST = 4;

/** The longest rest: a part that waited for the database has not worked all the time. */
const MAX_REST_MS = 250;

/**
 * Cuts an audit into short parts, each in a snapshot of its own, so that the work beside it is never held up for longer than a part takes: not
 * the thread, and not the database, which can tidy up rows that change all the time only when nobody looks at their past. Stopping ends the
 * rest and begins no further part.
 */
export function createAuditParts(
  reader: Pick<AuditReader, 'snapshot'>,
  clock: Clock,
): { readonly part: AuditPart; stop(): void } {
  const life = createLifetime(clock);
  return {
    async part(look) {
      if (life.ended()) return null;
      const beganMs = clock.now();
      const answer = await reader.snapshot(look);
      const restMs = Math.min((clock.now() - beganMs) * REST, MAX_REST_MS);
      if (restMs > 0) await life.pause(restMs);
      return answer;
    },
    stop: () => life.end(),
  };
}
