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
  /** The next event about an order; null when none has come within `maxMs`. */
  nextOfOrder(orderId: string, maxMs: number): Promise<AccountEvent | null>;
}

const POLL_MS = 1_000;
const MAX_RECORDS = 5_000;

/** Makes the waiting room of one process; whoever waits is told even when another process decided. */
export function createOutcomes(ports: FollowerPorts): Outcomes {
  const waiting = createWaitingRoom(ports.clock);
  const follower = createTopicFollower(
    ports,
    { topic: EXECUTIONS_TOPIC, pollEveryMs: POLL_MS, rewindRecords: 0, maxRecords: MAX_RECORDS },
    { onRecords: tell, onMissed: () => Promise.resolve() },
  );

  /** Only records that somebody waits for are read. */
  function tell(records: readonly LogRecord[]): void {
    if (waiting.isEmpty()) return;
    for (const record of records) {
      for (const id of [record.headers[COMMAND_ID_HEADER], record.headers[ORDER_ID_HEADER]]) {
        if (id !== undefined && waiting.isAwaited(id)) waiting.tell(id, decodeEvent(record));
      }
    }
  }

  return {
    start: () => follower.start(),
    stop: () => follower.stop(),
    ofCommand: (commandId, maxMs) => waiting.wait(commandId, maxMs),
    nextOfOrder: (orderId, maxMs) => waiting.wait(orderId, maxMs),
  };
}

type Listener = (event: AccountEvent | null) => void;

function createWaitingRoom(clock: Clock) {
  const listeners = new Map<string, Set<Listener>>();
  return {
    isEmpty: () => listeners.size === 0,
    isAwaited: (id: string) => listeners.has(id),
    tell(id: string, event: AccountEvent): void {
      for (const listener of listeners.get(id) ?? []) listener(event);
    },
    wait(id: string, maxMs: number): Promise<AccountEvent | null> {
      return new Promise((resolve) => {
        const known = listeners.get(id) ?? new Set<Listener>();
        const finish: Listener = (event) => {
          cancel();
          known.delete(finish);
          if (known.size === 0) listeners.delete(id);
          resolve(event);
        };
        const cancel = clock.after(maxMs, () => {
          finish(null);
        });
        listeners.set(id, known.add(finish));
      });
    },
  };
}
