import { PassingMap } from '@bourse/core/caching/passing-map.ts';
import type { Clock } from '../ports/clock.ts';
import type { LogRecord } from '../ports/log.ts';
import type { FollowerPorts } from '../processing/topic-follower.ts';
import { createTopicFollower } from '../processing/topic-follower.ts';
import type { AccountEvent } from './account-event.ts';
import { EXECUTIONS_TOPIC } from './account-event.ts';
import { COMMAND_ID_HEADER, decodeEvent, ORDER_ID_HEADER } from './account-event-codec.ts';

/** Tells those who wait what became of a command or an order, by following the topic `executions`. */
export interface Outcomes {
  /** Follows from now on. Throws Fault('unavailable'). */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The event that answers a command; null when it has not come within `maxMs`. Listening begins with the call. */
  ofCommand(commandId: string, maxMs: number): Promise<AccountEvent | null>;
  /**
   * The event that answers a command if it comes while `work` is done, null otherwise; 'updated' for one that says how an order is now, which
   * is not even read. What `work` throws is thrown.
   */
  ofCommandDuring(commandId: string, work: () => Promise<unknown>): Promise<AccountEvent | 'updated' | null>;
  /** The next event about an order; null when none has come within `maxMs`. */
  nextOfOrder(orderId: string, maxMs: number): Promise<AccountEvent | null>;
  /**
   * For a clean stop: from now on nobody waits for the next event of an order, which may rest for ever, and nobody longer than `graceMs`
   * for the outcome of a command, which is just being decided. Those who would have waited longer get null.
   */
  endWaiting(graceMs: number): void;
}

const POLL_MS = 1_000;
const MAX_RECORDS = 5_000;

/** Makes the waiting room of one process; whoever waits is told even when another process decided. */
export function createOutcomes(ports: FollowerPorts): Outcomes {
  const commands = createWaitingRoom(ports.clock, eventOf);
  const orders = createWaitingRoom(ports.clock, eventOf);
  const follower = createTopicFollower(
    ports,
    { topic: EXECUTIONS_TOPIC, pollEveryMs: POLL_MS, rewindRecords: 0, maxRecords: MAX_RECORDS },
    { onRecords: tell, onMissed: () => Promise.resolve() },
  );

  /** One that cannot be read tells nothing: whoever waits for it looks for the outcome where it is stored. */
  function eventOf(record: LogRecord): AccountEvent | null {
    try {
      return decodeEvent(record);
    } catch (error) {
      ports.meter.count('outcomes_unreadable_total', {}, 1);
      ports.logger.error({ err: error, key: record.key }, 'an event could not be read; it is left out');
      return null;
    }
  }

  /** Only records that somebody waits for are read. */
  function tell(records: readonly LogRecord[]): void {
    if (commands.isEmpty() && orders.isEmpty()) return;
    for (const record of records) {
      commands.tell(record.headers[COMMAND_ID_HEADER], record);
      orders.tell(record.headers[ORDER_ID_HEADER], record);
    }
  }

  return {
    start: () => follower.start(),
    stop: () => follower.stop(),
    ofCommand: (commandId, maxMs) => commands.wait(commandId, maxMs),
    async ofCommandDuring(commandId, work) {
      const record = await commands.during(commandId, work);
      if (record === null) return null;
      return record.headers[ORDER_ID_HEADER] === undefined ? eventOf(record) : 'updated';
    },
    nextOfOrder: (orderId, maxMs) => orders.wait(orderId, maxMs),
    endWaiting(graceMs) {
      commands.limit(graceMs);
      orders.limit(0);
    },
  };
}

type Listener = (record: LogRecord | null) => void;

function createWaitingRoom(clock: Clock, eventOf: (record: LogRecord) => AccountEvent | null) {
  const listeners = new PassingMap<string, Set<Listener>>();
  let longestMs = Infinity;
  const add = (id: string, listener: Listener): void => {
    listeners.set(id, (listeners.get(id) ?? new Set<Listener>()).add(listener));
  };
  /** Answers whether it was there. */
  const remove = (id: string, listener: Listener): boolean => {
    const known = listeners.get(id);
    const removed = known?.delete(listener) ?? false;
    if (known?.size === 0) listeners.delete(id);
    return removed;
  };
  return {
    isEmpty: () => listeners.size === 0,
    tell(id: string | undefined, record: LogRecord): void {
      const awaiting = id === undefined ? undefined : listeners.get(id);
      if (awaiting === undefined) return;
      for (const listener of awaiting) listener(record);
    },
    wait(id: string, maxMs: number): Promise<AccountEvent | null> {
      return new Promise((resolve) => {
        const finish: Listener = (record) => {
          if (!remove(id, finish)) return;
          cancel();
          resolve(record === null ? null : eventOf(record));
        };
        const cancel = clock.after(Math.min(maxMs, longestMs), () => {
          finish(null);
        });
        add(id, finish);
      });
    },
    async during(id: string, work: () => Promise<unknown>): Promise<LogRecord | null> {
      let heard: LogRecord | null = null;
      const listener: Listener = (record) => {
        heard = record;
      };
      add(id, listener);
      try {
        await work();
        return heard;
      } finally {
        remove(id, listener);
      }
    },
    /** Whoever waits now waits no longer than this; whoever comes later neither. */
    limit(maxMs: number): void {
      longestMs = maxMs;
      const waiting = [...listeners.values()].flatMap((known) => [...known]);
      clock.after(maxMs, () => {
        for (const listener of waiting) listener(null);
      });
    },
  };
}
