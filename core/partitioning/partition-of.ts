const FNV_OFFSET_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** The one of these partitions that a key belongs to; the order of the list counts. */
export function partitionAmong(key: string, partitions: readonly number[]): number {
  const chosen = partitions[partitionOf(key, partitions.length)];
  if (chosen === undefined) throw new RangeError('there is no partition to choose from');
  return chosen;
}

/**
 * The partition of a key, 0 to count − 1: FNV-1a (RFC 9923) over the UTF-16 code units, then murmur3's final mixing so that similar
 * keys spread, modulo the count. Stored data depends on it: it must never change.
 */
export function partitionOf(key: string, partitionCount: number): number {
  let hash = FNV_OFFSET_BASIS;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), FNV_PRIME);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % partitionCount;
}
