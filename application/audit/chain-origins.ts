import type { JournalHead, Sha256 } from '@bourse/core/ledger/journal.ts';
import { originHead } from '@bourse/core/ledger/journal.ts';

/**
 * Tells with which head the chain of each partition has to begin: in the first layout the empty one, in a later one that which holds the ends
 * of all chains before it, as they are stored.
 */
export function createOrigins(
  firstPartitions: readonly number[],
  heads: readonly JournalHead[],
  sha256: Sha256,
): (partition: number) => JournalHead {
  return (partition) => {
    const first = firstPartitions.findLast((candidate) => candidate <= partition) ?? 0;
    return originHead(
      partition,
      heads.filter((head) => head.partition < first),
      sha256,
    );
  };
}
