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
  return {
    highest: (tradeId) => versions.get(tradeId),
    note(tradeId, version) {
      const known = versions.get(tradeId) ?? 0;
      // A map keeps the order of insertion, so the first entry is the oldest.
      versions.delete(tradeId);
      versions.set(tradeId, Math.max(known, version));
      if (versions.size <= maxTrades) return;
      const [oldest] = versions.keys();
      if (oldest !== undefined) versions.delete(oldest);
    },
  };
}
