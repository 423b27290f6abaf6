import type { Log, LogPlace, LogRecord } from '../ports/log.ts';

/**
 * Appends to one topic that the consumer in this process decides in the very transaction that puts them into the log: one commit and one way
 * to the database instead of two, and nobody waits for the second. It is a shorter way to the same log: each record has its place in it, and
 * whatever the consumer does not take goes there first, as if this did not exist.
 */
export interface DirectAppends {
  /** The log for everybody who appends. */
  readonly log: Log;
  /** The side of the consumer. */
  readonly offers: Offers;
}

/** What is offered to a consumer before it is in the log. Closed at first. */
export interface Offers {
  /** From now on appends are offered, and `wake` is called when there is something to take. */
  open(wake: () => void): void;
  /** From now on appends go to the log, and so does what waits here. */
  close(): void;
  /**
   * What waits, up to about so many records; nothing when it is fewer than `minRecords`, and nothing while other appends are under way to the
   * log, as those are decided before.
   */
  take(minRecords: number, maxRecords: number): readonly Offer[];
}

/** One call to `append` that waits for its outcome; exactly one of the three is called. */
export interface Offer {
  readonly records: readonly LogRecord[];
  /** It is durable, at these places. */
  settle(places: readonly LogPlace[]): void;
  /** It is unknown whether it is. */
  fail(error: unknown): void;
  /** It is not: it goes to the log after all. */
  passOn(): void;
}

/** A consumer to which nothing is ever offered. */
export const NO_OFFERS: Offers = { open: () => undefined, close: () => undefined, take: () => [] };

/** Records, and characters of one, that may wait for the consumer; whatever is more goes to the log. */
const MAX_WAITING_RECORDS = 4_000;
const MAX_VALUE_LENGTH = 16_384;

/**
 * Makes the shorter way to one topic of a log. `later` calls back once what is at hand has been done (at once): requests that came in together
 * are decided together then, and the next batch is on its way before those of the last one are answered.
 */
export function createDirectAppends(
  log: Log,
  topic: string,
  later: (callback: () => void) => void = (callback) => {
    callback();
  },
): DirectAppends {
  let waiting: Offer[] = [];
  let waitingRecords = 0;
  let underWay = 0;
  let wake: (() => void) | null = null;

  async function appendToLog(records: readonly LogRecord[]): Promise<readonly LogPlace[]> {
    underWay += 1;
    try {
      return await log.append(topic, records);
    } finally {
      underWay -= 1;
      if (underWay === 0) wake?.();
    }
  }

  function offer(records: readonly LogRecord[], tell: () => void): Promise<readonly LogPlace[]> {
    return new Promise((settle, fail) => {
      waiting.push({
        records,
        settle: (places) => {
          later(() => {
            settle(places);
          });
        },
        fail,
        passOn: () => {
          appendToLog(records).then(settle, fail);
        },
      });
      waitingRecords += records.length;
      if (waiting.length === 1) later(tell);
    });
  }

  /** What an append to the log would refuse is left to it. */
  const mayBeOffered = (records: readonly LogRecord[]): boolean =>
    waitingRecords + records.length <= MAX_WAITING_RECORDS &&
    records.length > 0 &&
    records.every(({ value }) => value.length <= MAX_VALUE_LENGTH);

  return {
    log: {
      ...log,
      async append(of, records) {
        if (of !== topic) return log.append(of, records);
        return wake !== null && mayBeOffered(records) ? offer(records, wake) : appendToLog(records);
      },
    },
    offers: {
      open(wakeUp) {
        wake = wakeUp;
      },
      close() {
        wake = null;
        const turnedAway = waiting;
        waiting = [];
        waitingRecords = 0;
        for (const offered of turnedAway) offered.passOn();
      },
      take(minRecords, maxRecords) {
        if (underWay > 0 || waitingRecords < minRecords) return [];
        let records = 0;
        const more = waiting.findIndex((each) => {
          const isFull = records >= maxRecords;
          records += each.records.length;
          return isFull;
        });
        const taken = more < 0 ? waiting : waiting.slice(0, more);
        waiting = more < 0 ? [] : waiting.slice(more);
        waitingRecords = waiting.reduce((sum, each) => sum + each.records.length, 0);
        return taken;
      },
    },
  };
}
