/** Sets entries of a map and answers how to bring it back to what it was. */
export function setEntries<Key, Value>(map: Map<Key, Value>, entries: Iterable<readonly [Key, Value]>): () => void {
  const before: (readonly [Key, Value | undefined])[] = [];
  for (const [key, value] of entries) {
    before.push([key, map.get(key)]);
    map.set(key, value);
  }
  return () => {
    for (const [key, value] of before.reverse()) {
      if (value === undefined) map.delete(key);
      else map.set(key, value);
    }
  };
}
