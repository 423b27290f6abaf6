/** Limits of a gatherer. */
export interface GatherLimits<Item> {
  /** Most items handed to one run. */
  readonly maxItems: number;
  /** Most items waiting for a run; where runs are without limit, and none waits for another, most that are not answered. */
  readonly maxWaiting: number;
  /** What a call beyond that fails with. */
  readonly overloaded: () => Error;
  /** Limits on the sizes of items added up, beside those on their number; a run takes one item whatever its size. */
  readonly sizes?: { readonly of: (item: Item) => number; readonly maxRun: number; readonly maxWaiting: number };
  /** Begins a run when another may be (at once). Where calls come in together, a moment later finds all of them. */
  readonly begin?: (run: () => void) => void;
  /**
   * Runs that may be under way at a time (one). With more, those that wait are shared out among the runs that may begin: while one is waited for the
   * answers of another are dealt with; without limit (Infinity) each takes what has come until it begins, and only `begin` gathers. Only for work whose
   * order does not matter.
   */
  readonly runs?: number;
}

/** Items of a run below which they are not shared out: each run costs as much as several items. */
const MIN_SHARE = 16;

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly size: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Turns single calls into batches without a timer: while as many runs are under way as may be the next items gather, and start when one ends.
 * `run` answers one value for each item, in order; when it throws, each item of that run fails with the same error.
 */
export function gather<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  limits: GatherLimits<Item>,
): (item: Item) => Promise<Answer> {
  let waiting: Waiting<Item, Answer>[] = [];
  let waitingSize = 0;
  let unanswered = 0;
  let underWay = 0;
  let beginning = false;
  const { begin = atOnce, sizes, runs = 1 } = limits;

  /** How many of those that wait are in the next run. */
  function countOfRun(): number {
    const share =
      runs === Infinity ? waiting.length : Math.max(Math.ceil(waiting.length / (runs - underWay)), MIN_SHARE);
    const most = Math.min(waiting.length, limits.maxItems, share);
    if (sizes === undefined) return most;
    let size = 0;
    for (let count = 0; count < most; count += 1) {
      size += waiting[count]?.size ?? 0;
      if (count > 0 && size > sizes.maxRun) return count;
    }
    return most;
  }

  function drain(): void {
    beginning = false;
    while (waiting.length > 0 && underWay < runs) {
      const count = countOfRun();
      const taken = waiting.slice(0, count);
      waiting = waiting.slice(count);
      for (const { size } of taken) waitingSize -= size;
      underWay += 1;
      void settle(taken, run).then(() => {
        ended(count);
      });
    }
  }

  function ended(answered: number): void {
    underWay -= 1;
    unanswered -= answered;
    if (!beginning) drain();
  }

  return (item) =>
    new Promise<Answer>((resolve, reject) => {
      const size = sizes?.of(item) ?? 0;
      const before = runs === Infinity ? unanswered : waiting.length;
      if (before >= limits.maxWaiting || (sizes !== undefined && waitingSize + size > sizes.maxWaiting)) {
        reject(limits.overloaded());
        return;
      }
      waiting.push({ item, size, resolve, reject });
      waitingSize += size;
      unanswered += 1;
      if (beginning || underWay >= runs) return;
      beginning = true;
      begin(drain);
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
