import type { LogRecord } from '../ports/log.ts';
import type { Lifetime } from '../processing/lifetime.ts';
import type { EventHubPorts, HubReader, ReaderPart } from './event-reader.ts';
import type { RecentRecords } from './recent-records.ts';
import { createSlots } from './slots.ts';
import type { StreamLimits } from './stream-limits.ts';

/** What catching up needs of the hub. */
export interface CatchUpPorts extends EventHubPorts {
  readonly life: Lifetime;
  readonly recent: RecentRecords;
  /** Tells a reader one record and moves it behind. */
  readonly deliver: (
    reader: HubReader,
    part: ReaderPart,
    told: { readonly position: bigint; readonly record: LogRecord },
  ) => void;
  /** Tells a reader that it missed something for good, and moves it on. */
  readonly jump: (reader: HubReader, part: ReaderPart, to: bigint) => void;
}

/** Tells readers what they missed, until they are where the hub is. */
export interface CatchUp {
  begin(reader: HubReader): void;
  /** Resolves when nobody is catching up any more; they stop by themselves when the lifetime of the hub has ended. */
  whenIdle(): Promise<void>;
}

const RETRY_MS = 1_000;
const LOOK_AGAIN_MS = 50;

/** Makes it. The log is read for a few readers at a time, and not further back than the limits say. */
export function createCatchUp(ports: CatchUpPorts, limits: StreamLimits): CatchUp {
  const { source, meter, logger, life, recent, deliver, jump } = ports;
  const slots = createSlots(limits.maxResumesAtOnce);
  const running = new Set<Promise<void>>();

  const over = (reader: HubReader): boolean => reader.stopped || life.ended();

  async function run(reader: HubReader, part: ReaderPart): Promise<void> {
    const resume = { outcome: 'complete' };
    const giveUp = (): void => {
      resume.outcome = 'gap';
      jump(reader, part, source.position(part.partition));
    };
    if (await isBeyondTheEnd(part)) giveUp();
    while (!over(reader)) {
      const missed = source.position(part.partition) - part.next;
      if (missed <= 0n) {
        part.live = true;
        meter.count('stream_resumes_total', resume, 1);
        return;
      }
      const records = missed > BigInt(limits.maxResumeRecords) ? undefined : await readOn(part);
      if (records === undefined) giveUp();
      else tell(reader, part, records);
      while (reader.reader.congested() && !over(reader)) await life.pause(LOOK_AGAIN_MS);
    }
  }

  /** Another process may be ahead of this one; ahead of the log itself is nobody who read from it. */
  async function isBeyondTheEnd({ partition, next }: ReaderPart): Promise<boolean> {
    return next > source.position(partition) && next > (await source.end(partition));
  }

  /** The next records; undefined when the log has let them go. */
  async function readOn({ partition, next }: ReaderPart): Promise<readonly LogRecord[] | undefined> {
    const remembered = recent.read(partition, next, limits.resumePageRecords);
    if (remembered !== undefined) return remembered;
    const batches = await slots.run(() => source.read(partition, next, limits.resumePageRecords));
    const records: LogRecord[] = [];
    for (const batch of batches) {
      const at = next + BigInt(records.length);
      if (batch.basePosition > at) break;
      records.push(...batch.records.slice(Number(at - batch.basePosition)));
    }
    return records.length === 0 ? undefined : records;
  }

  function tell(reader: HubReader, part: ReaderPart, records: readonly LogRecord[]): void {
    for (const record of records) {
      if (over(reader)) return;
      if (record.key === reader.owner) deliver(reader, part, { position: part.next, record });
      else part.next += 1n;
    }
  }

  async function runUntilDone(reader: HubReader, part: ReaderPart): Promise<void> {
    while (!over(reader) && !part.live) {
      try {
        await run(reader, part);
      } catch (error) {
        meter.count('stream_resume_failures_total', {}, 1);
        logger.warn({ error }, 'what a client of the stream missed could not be read; it is tried again');
        await life.pause(RETRY_MS);
      }
    }
  }

  return {
    begin(reader) {
      for (const part of reader.parts) {
        const done = runUntilDone(reader, part).finally(() => running.delete(done));
        running.add(done);
      }
    },
    async whenIdle() {
      await Promise.all(running);
    },
  };
}
