import { createReadStream } from 'node:fs';
import type { Clock } from '@bourse/application/ports/clock.ts';
import type { Logger, Meter } from '@bourse/application/ports/telemetry.ts';
import type { TickSource, VendorTick } from '@bourse/application/ports/tick-source.ts';
import { abortablePause } from './abortable-pause.ts';
import { createLineSplitter } from './line-splitter.ts';
import { createTickCsvReader } from './tick-csv-reader.ts';

/** What is replayed, and how. */
export interface RecordedTicksOptions {
  /** A CSV file, see createTickCsvReader for its columns. */
  readonly path: string;
  /** How many times faster than it was recorded: 1 is as it was, 60 a minute in a second; 0 is as fast as it is taken. */
  readonly speed: number;
  /** Most ticks handed over at once (1000). */
  readonly maxBatch?: number;
}

/** What replaying needs besides. */
export interface RecordedTicksPorts {
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
}

const MAX_LINE = 4_096;

/**
 * Replays a recording once, beginning now: the first tick is of this moment, and the others follow at their recorded distances divided
 * by the speed, with the time of their replay, so that they are fresh. A line that is no tick is counted in
 * `recorded_ticks_left_out_total` and left out; one that is older than the one before follows at once, with a time before it: a late
 * tick stays late. A file that cannot be read on ends the replay, which is logged. Throws RangeError for a negative speed.
 */
export function createRecordedTicks(options: RecordedTicksOptions, ports: RecordedTicksPorts): TickSource {
  if (!(options.speed >= 0)) throw new RangeError(`the speed of a replay must not be negative, got ${options.speed}`);
  return {
    open: (onTicks) => {
      const closing = new AbortController();
      const running = replay(options, ports, onTicks, closing.signal);
      return async () => {
        closing.abort();
        await running;
      };
    },
  };
}

type Taker = (ticks: readonly VendorTick[]) => Promise<void>;

async function replay(
  { path, speed, maxBatch = 1_000 }: RecordedTicksOptions,
  { clock, meter, logger }: RecordedTicksPorts,
  onTicks: Taker,
  closing: AbortSignal,
): Promise<void> {
  const readLine = createTickCsvReader();
  const splitter = createLineSplitter(MAX_LINE);
  let begin: { readonly recordedMs: number; readonly atMs: number } | undefined;
  let batch: VendorTick[] = [];
  let ticks = 0;

  async function handOver(): Promise<void> {
    if (batch.length === 0 || closing.aborted) return;
    ticks += batch.length;
    const taken = batch;
    batch = [];
    await onTicks(taken);
  }

  async function take(line: string): Promise<void> {
    const tick = readLine(line);
    if (tick === 'header') return;
    if (tick === undefined) {
      meter.count('recorded_ticks_left_out_total', {}, 1);
      return;
    }
    begin ??= { recordedMs: tick.asOfMs, atMs: clock.now() };
    const dueMs = speed === 0 ? clock.now() : begin.atMs + (tick.asOfMs - begin.recordedMs) / speed;
    const earlyMs = dueMs - clock.now();
    if (earlyMs > 0) {
      await handOver();
      await abortablePause(clock, earlyMs, closing);
    }
    batch.push({ ...tick, asOfMs: Math.min(clock.now(), Math.max(0, Math.floor(dueMs))) });
    if (batch.length >= maxBatch) await handOver();
  }

  try {
    for await (const piece of createReadStream(path, { encoding: 'utf8', signal: closing })) {
      for (const line of splitter.push(String(piece))) if (!closing.aborted) await take(line);
    }
    for (const line of splitter.push('\n')) await take(line);
    await handOver();
    if (!closing.aborted)
      logger.info({ path, ticks }, 'the recording was replayed to its end; prices stay as they are');
  } catch (error) {
    if (!closing.aborted) logger.error({ error, path, ticks }, 'the recording could not be read on');
  }
}
