/** Entries that a table takes before it is renewed, at least. */
const MIN_TAKEN = 256;

/**
 * A map for entries that come and go all the time, such as whoever waits for something. Use it where a Map would live for long and its entries
 * only for moments.
 *
 * A Map of V8 moves to a new table whenever the old one is full of places that were deleted, and the old table keeps pointing at the new one. Once
 * a garbage collection has moved one such table to the old generation, it keeps its successor alive, that the next, and each of them all
 * that it ever held: nothing that passes through dies young any more. Copying into a Map of its own from time to time cuts that chain.
 */
export class PassingMap<Key, Value> {
  #entries = new Map<Key, Value>();
  #taken = 0;

  /** The value; undefined when there is none. */
  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  /** Whether there is an entry. */
  has(key: Key): boolean {
    return this.#entries.has(key);
  }

  /** Stores a value. */
  set(key: Key, value: Value): void {
    if (this.#taken >= Math.max(MIN_TAKEN, this.#entries.size)) {
      this.#entries = new Map(this.#entries);
      this.#taken = 0;
    }
    this.#taken += 1;
    this.#entries.set(key, value);
  }

  /** Forgets an entry. */
  delete(key: Key): void {
    this.#entries.delete(key);
  }

  /** Forgets every entry. */
  clear(): void {
    this.#entries = new Map();
    this.#taken = 0;
  }

  /** The values of now, those stored first first. */
  values(): Iterable<Value> {
    return this.#entries.values();
  }

  /** How many entries there are. */
  get size(): number {
    return this.#entries.size;
  }
}
