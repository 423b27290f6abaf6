/** Lets so much work run at a time and no more; the rest waits in the order in which it came. */
export interface Slots {
  /** Runs work as soon as there is room for it. Throws what the work throws. */
  run<Answer>(work: () => Promise<Answer>): Promise<Answer>;
}

/** Makes room for `count` works at a time. */
export function createSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];

  async function take(): Promise<void> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function release(): void {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }

  return {
    async run(work) {
      await take();
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}
