/** A line of items between one who adds and one who takes, of a stated length. */
export interface WaitingLine<Item> {
  /** Waits until another one may be added. */
  room(): Promise<void>;
  add(item: Item): void;
  /** No more will be added. */
  end(): void;
  /** Waits for the first one, which stays in the line; undefined once there will be no more. */
  first(): Promise<Item | undefined>;
  removeFirst(): void;
  /** Nobody waits any longer: all waits are rejected with this reason. */
  fail(reason: unknown): void;
}

/** Makes an empty line of at most so many items. */
export function createWaitingLine<Item>(maxItems: number): WaitingLine<Item> {
  const items: Item[] = [];
  let ended = false;
  let failure: { readonly reason: unknown } | undefined;
  let waiters: (() => void)[] = [];

  function changed(): void {
    const woken = waiters;
    waiters = [];
    for (const wake of woken) wake();
  }
  async function until(holds: () => boolean): Promise<void> {
    for (;;) {
      if (failure !== undefined) throw failure.reason;
      if (holds()) return;
      await new Promise<void>((resolve) => waiters.push(resolve));
    }
  }

  return {
    room: () => until(() => items.length < maxItems),
    add(item) {
      items.push(item);
      changed();
    },
    end() {
      ended = true;
      changed();
    },
    async first() {
      await until(() => items.length > 0 || ended);
      return items[0];
    },
    removeFirst() {
      items.shift();
      changed();
    },
    fail(reason) {
      failure ??= { reason };
      changed();
    },
  };
}
