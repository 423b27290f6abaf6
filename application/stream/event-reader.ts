import type { Sequence } from '@bourse/core/stream/sequence.ts';
import type { Clock } from '../ports/clock.ts';
import type { LogRecord } from '../ports/log.ts';
import type { Logger, Meter } from '../ports/telemetry.ts';
import type { EventSource } from './event-source.ts';

/** What a hub works with. */
export interface EventHubPorts {
  readonly source: EventSource;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
}

/** Whoever wants to know what happens to an owner. Nothing here may throw. */
export interface EventReader {
  /** A record about the owner; after it the reader stands at `sequence`. */
  onRecord(record: LogRecord, sequence: Sequence): void;
  /** What was before `sequence` and has not been told will not be told. */
  onGap(sequence: Sequence): void;
  /** Whether the reader has enough to do; what it missed waits until it has not. */
  congested(): boolean;
}

/** How far one reader has come in one partition. */
export interface ReaderPart {
  readonly partition: number;
  /** Position of the next record to be told. */
  next: bigint;
  /** Whether it is told what is new at once; otherwise it is still catching up. */
  live: boolean;
}

/** A reader and its parts. */
export interface HubReader {
  readonly owner: string;
  readonly parts: readonly ReaderPart[];
  readonly reader: EventReader;
  stopped: boolean;
}
