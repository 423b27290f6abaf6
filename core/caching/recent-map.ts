/**
 * A map with a maximum: entries that were not asked for the longest give way. They are kept in two halves. What is stored or asked for
 * is in the newer one; when that is full the older one is dropped and the newer takes its place. So at least the last `maxEntries / 2` used
 * are there, never more than `maxEntries`, and every call costs the same however many there are.
 */
export class RecentMap<Key, Value> {
  #newer = new Map<Key, Value>();
  #older = new Map<Key, Value>();
  readonly #maxOfHalf: number;

  constructor(maxEntries: number) {
    this.#maxOfHalf = Math.max(1, Math.floor(maxEntries / 2));
  }

  /** The value, which counts as a use; undefined when there is none. */
  get(key: Key): Value | undefined {
    const value = this.#newer.get(key);
    if (value !== undefined) return value;
    const older = this.#older.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  /** Stores a value. */
  set(key: Key, value: Value): void {
    this.#older.delete(key);
    if (this.#newer.size >= this.#maxOfHalf && !this.#newer.has(key)) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(key, value);
  }

  /** Forgets an entry. */
  delete(key: Key): void {
    this.#newer.delete(key);
    this.#older.delete(key);
  }

  /** Forgets every entry for which the test holds. */
  deleteWhere(test: (value: Value) => boolean): void {
    for (const half of [this.#newer, this.#older]) {
      for (const [key, value] of half) if (test(value)) half.delete(key);
    }
  }

  /** How many entries there are. */
  get size(): number {
    return this.#newer.size + this.#older.size;
  }
}
