/** Highest versions that this process knows to be stored: each is a lower bound, as others may have stored more. */
export interface KnownVersions {
  /** Undefined when nothing is known of the trade. */
  highest(tradeId: string): number | undefined;
  /** Notes a version that is stored for good. */
  note(tradeId: string, version: number): void;
}

/** Makes a memory for so many trades; the one that was noted the longest ago gives way. */
export function createKnownVersions(maxTrades: number): KnownVersions {
  const versions = new Map<string, number>();
  // A map keeps the order of insertion, so the next key is the oldest. The iterator stays where it is: a new one would have to pass by the
  // places of all keys that were deleted, which took 100 µs.
  const oldest = versions.keys();
  return {
    highest: (tradeId) => versions.get(tradeId),
    note(tradeId, version) {
      const known = versions.get(tradeId);
      if (known !== undefined) versions.delete(tradeId);
      versions.set(tradeId, Math.max(known ?? 0, version));
      if (versions.size <= maxTrades) return;
      const next = oldest.next();
      if (next.done !== true) versions.delete(next.value);
    },
  };
}
