import type { KeyedRequest, RequestKey, RequestOutcomes } from '../ports/request-outcomes.ts';
import type { TradeStore } from '../ports/trade-store.ts';
import type { TradeSubmission } from './trade-submission.ts';

/** What a worker has in memory to decide trades: what it loaded, changed by what it decided since. */
export interface WorkingTrades {
  /** Loads what the submissions touch and is not here yet. Throws Fault('unavailable'). */
  load(submissions: readonly TradeSubmission[]): Promise<void>;
  /** The highest version of a trade; undefined when it is new. Throws RangeError for a trade that was not loaded. */
  highestVersion(tradeId: string): number | undefined;
  /** The first request with a key; null when there is none. Throws RangeError for a key that was not loaded. */
  keyed(key: RequestKey): KeyedRequest | null;
  setHighestVersion(tradeId: string, version: number): void;
  setKeyed(keyed: KeyedRequest): void;
  /** Keeps versions for the next batches, and forgets what only this batch needed: a key is as a rule never seen again. */
  endBatch(): void;
  /** Forgets everything. */
  clear(): void;
}

/** Of a trade that is not stored. */
const NO_VERSION = 0;

/** Makes empty working trades over stored ones; about `maxTrades` stay in memory. */
export function createWorkingTrades(
  stored: { readonly store: Pick<TradeStore, 'highestVersions'>; readonly outcomes: Pick<RequestOutcomes, 'ofKeys'> },
  maxTrades: number,
): WorkingTrades {
  const versions = new Map<string, number>();
  const keys = new Map<string, KeyedRequest | null>();

  async function loadVersions(tradeIds: readonly string[]): Promise<void> {
    const missing = tradeIds.filter((tradeId) => !versions.has(tradeId));
    if (missing.length === 0) return;
    const found = await stored.store.highestVersions(missing);
    for (const tradeId of missing) versions.set(tradeId, found.get(tradeId) ?? NO_VERSION);
  }

  async function loadKeys(wanted: ReadonlyMap<string, RequestKey>): Promise<void> {
    const missing = [...wanted].filter(([name]) => !keys.has(name));
    if (missing.length === 0) return;
    const found = await stored.outcomes.ofKeys(missing.map(([, key]) => key));
    missing.forEach(([name], index) => keys.set(name, found[index] ?? null));
  }

  return {
    async load(submissions) {
      if (versions.size > maxTrades) versions.clear();
      const tradeIds = [...new Set(submissions.map(({ trade }) => trade.tradeId))];
      const wanted = new Map(submissions.flatMap(keyOf).map((key) => [nameOf(key), key]));
      await Promise.all([loadVersions(tradeIds), loadKeys(wanted)]);
    },
    highestVersion(tradeId) {
      const version = versions.get(tradeId);
      if (version === undefined) throw new RangeError(`the versions of ${tradeId} were not loaded`);
      return version === NO_VERSION ? undefined : version;
    },
    keyed(key) {
      const found = keys.get(nameOf(key));
      if (found === undefined) throw new RangeError(`the key ${key.idempotencyKey} was not loaded`);
      return found;
    },
    setHighestVersion(tradeId, version) {
      versions.set(tradeId, version);
    },
    setKeyed(keyed) {
      keys.set(nameOf(keyed), keyed);
    },
    endBatch() {
      keys.clear();
    },
    clear() {
      versions.clear();
      keys.clear();
    },
  };
}

/** The key of a submission, if its sender gave it one. */
export function keyOf({ submittedBy, idempotencyKey }: Omit<TradeSubmission, 'submittedAtMs'>): readonly RequestKey[] {
  return idempotencyKey === null ? [] : [{ submittedBy, idempotencyKey }];
}

function nameOf({ submittedBy, idempotencyKey }: RequestKey): string {
  return JSON.stringify([submittedBy, idempotencyKey]);
}
