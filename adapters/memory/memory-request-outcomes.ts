import { Fault } from '@bourse/application/ports/fault.ts';
import type { LogPlace } from '@bourse/application/ports/log.ts';
import type {
  KeyedRequest,
  RequestKey,
  RequestOutcome,
  RequestOutcomes,
} from '@bourse/application/ports/request-outcomes.ts';
import { atCommit } from './memory-transactions.ts';
import { setEntries } from './reversible-map.ts';

/** Outcomes that can be looked at. */
export interface MemoryRequestOutcomes extends RequestOutcomes {
  /** All outcomes in the order in which they were saved. */
  outcomes(): readonly RequestOutcome[];
}

/** Outcomes for as long as the process lives. */
export function createMemoryRequestOutcomes(): MemoryRequestOutcomes {
  const outcomes = new Map<string, RequestOutcome>();
  const keyed = new Map<string, KeyedRequest>();
  return {
    async save(transaction, newOutcomes, newKeyed) {
      atCommit(transaction, () => {
        const added = new Map(newKeyed.map((one) => [nameOf(one), one]));
        if (added.size < newKeyed.length || [...added.keys()].some((name) => keyed.has(name))) {
          throw new Fault(
            'unavailable',
            'another worker has decided a request with the same idempotency key meanwhile',
          );
        }
        const takeBackOutcomes = setEntries(
          outcomes,
          newOutcomes.map((outcome) => [placeOf(outcome.place), outcome]),
        );
        const takeBackKeys = setEntries(keyed, added);
        return () => {
          takeBackKeys();
          takeBackOutcomes();
        };
      });
    },
    async find(places) {
      return places.map((place) => outcomes.get(placeOf(place)));
    },
    async ofKeys(keys) {
      return keys.map((key) => keyed.get(nameOf(key)));
    },
    async removeBefore(atMs, maxBatches) {
      const removed = removeOld(outcomes, atMs, maxBatches) + removeOld(keyed, atMs, maxBatches);
      return removed;
    },
    outcomes: () => [...outcomes.values()],
  };
}

function removeOld<Kept extends { readonly decidedAtMs: number }>(
  kept: Map<string, Kept>,
  atMs: number,
  atMost: number,
): number {
  const old = [...kept].filter(([, { decidedAtMs }]) => decidedAtMs < atMs).slice(0, atMost);
  for (const [key] of old) kept.delete(key);
  return old.length;
}

function placeOf({ partition, position }: LogPlace): string {
  return `${partition}/${position}`;
}

function nameOf({ submittedBy, idempotencyKey }: RequestKey): string {
  return JSON.stringify([submittedBy, idempotencyKey]);
}
