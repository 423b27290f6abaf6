/** Limits of a gatherer. */
export interface GatherLimits {
  /** Most items handed to one run. */
  readonly maxItems: number;
  /** Most items waiting for a run. */
  readonly maxWaiting: number;
  /** What a call beyond that fails with. */
  readonly overloaded: () => Error;
  /** Begins a run when none is under way (at once). Where calls come in together, a moment later finds all of them. */
  readonly begin?: (run: () => void) => void;
}

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Turns single calls into batches without a timer: while one run is under way the next items gather, and start when it ends.
 * `run` answers one value for each item, in order; when it throws, each item of that run fails with the same error.
 */
export function gather<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  limits: GatherLimits,
): (item: Item) => Promise<Answer> {
  let waiting: Waiting<Item, Answer>[] = [];
  let running = false;
  const { begin = atOnce } = limits;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const taken = waiting.slice(0, limits.maxItems);
      waiting = waiting.slice(limits.maxItems);
      await settle(taken, run);
    }
    running = false;
  }

  return (item) =>
    new Promise<Answer>((resolve, reject) => {
      if (waiting.length >= limits.maxWaiting) {
        reject(limits.overloaded());
        return;
      }
      waiting.push({ item, resolve, reject });
      if (running) return;
      running = true;
      begin(() => void drain());
    });
}

function atOnce(run: () => void): void {
  run();
}

async function settle<Item, Answer>(
  taken: readonly Waiting<Item, Answer>[],
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
): Promise<void> {
  try {
    const answers = await run(taken.map(({ item }) => item));
    if (answers.length !== taken.length) throw new RangeError(`${taken.length} items got ${answers.length} answers`);
    answers.forEach((answer, index) => taken[index]?.resolve(answer));
  } catch (error) {
    for (const { reject } of taken) reject(error);
  }
}
