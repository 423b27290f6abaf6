import type { Sequence } from '@bourse/core/stream/sequence.ts';
import type { LogPlace, LogRecord } from '../ports/log.ts';
import { createLifetime } from '../processing/lifetime.ts';
import { createCatchUp } from './catch-up.ts';
import type { EventHubPorts, EventReader, HubReader, ReaderPart } from './event-reader.ts';
import { createRecentRecords } from './recent-records.ts';
import type { StreamLimits } from './stream-limits.ts';

/** One reader's place in the news. */
export interface EventSubscription {
  /** Where the reader stands: all before it was told, or did not concern it. */
  sequence(): Sequence;
  /** Begins to tell: first what was missed, then what is new. */
  begin(): void;
  /** Nothing is told any more. */
  stop(): void;
}

/** Hands the news of one source to its readers: each record of theirs once, in order, also what they missed while they were away. */
export interface EventHub {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Subscribes a reader to an owner, from now on or from where it stood. */
  subscribe(owner: string, after: Sequence | null, reader: EventReader): EventSubscription;
}

/** Makes the hub of a source. */
export function createEventHub(ports: EventHubPorts, limits: StreamLimits): EventHub {
  const { source, clock } = ports;
  const life = createLifetime(clock);
  const recent = createRecentRecords(limits.recentRecords);
  const ends = new Map<number, bigint>();
  const byOwner = new Map<string, Set<HubReader>>();
  const catchUp = createCatchUp({ ...ports, life, recent, deliver, jump }, limits);

  function onRecords(records: readonly LogRecord[], { partition, position }: LogPlace): void {
    if (position > (ends.get(partition) ?? position)) tellGap(partition, position);
    recent.add(partition, position, records);
    ends.set(partition, position + BigInt(records.length));
    let at = position;
    for (const record of records) {
      for (const reader of byOwner.get(record.key) ?? []) {
        const part = reader.parts.find((candidate) => candidate.partition === partition);
        // Who is catching up finds the record later, who was ahead of this process has seen it.
        if (part?.live === true && at >= part.next) deliver(reader, part, { position: at, record });
      }
      at += 1n;
    }
  }

  function tellGap(partition: number, position: bigint): void {
    for (const readers of byOwner.values()) {
      for (const reader of readers) {
        const part = reader.parts.find((candidate) => candidate.partition === partition);
        if (part?.live === true && part.next < position) jump(reader, part, position);
      }
    }
  }

  function deliver(reader: HubReader, part: ReaderPart, told: { position: bigint; record: LogRecord }): void {
    part.next = told.position + 1n;
    reader.reader.onRecord(told.record, sequenceOf(reader, part));
  }

  function jump(reader: HubReader, part: ReaderPart, to: bigint): void {
    part.next = to;
    reader.reader.onGap(sequenceOf(reader, part));
  }

  /** A part that is live stands where this process stands, although the last records concerned others. */
  function sequenceOf({ parts }: HubReader, exact?: ReaderPart): Sequence {
    return new Map(
      parts.map((part) => {
        const told = part.live && part !== exact ? source.position(part.partition) : part.next;
        return [part.partition, told > part.next ? told : part.next];
      }),
    );
  }

  function partsOf(owner: string, after: Sequence | null): { parts: readonly ReaderPart[]; known: boolean } {
    const partitions = source.partitionsOf(owner);
    const known = after !== null && after.size === partitions.length && partitions.every((one) => after.has(one));
    const parts = partitions.map((partition) => {
      const position = source.position(partition);
      return { partition, next: known ? (after.get(partition) ?? position) : position, live: !known };
    });
    return { parts, known };
  }

  return {
    start: () => source.start({ onRecords, any: () => byOwner.size > 0, has: (owner) => byOwner.has(owner) }),
    async stop() {
      life.end();
      byOwner.clear();
      await source.stop();
      await catchUp.whenIdle();
    },
    subscribe(owner, after, reader) {
      const { parts, known } = partsOf(owner, after);
      const hubReader: HubReader = { owner, parts, reader, stopped: false };
      const readers = byOwner.get(owner) ?? new Set();
      byOwner.set(owner, readers.add(hubReader));
      return {
        sequence: () => sequenceOf(hubReader),
        begin() {
          if (known) catchUp.begin(hubReader);
          // It comes from another log: nobody knows what was missed.
          else if (after !== null) reader.onGap(sequenceOf(hubReader));
        },
        stop() {
          hubReader.stopped = true;
          readers.delete(hubReader);
          if (readers.size === 0 && byOwner.get(owner) === readers) byOwner.delete(owner);
        },
      };
    },
  };
}
