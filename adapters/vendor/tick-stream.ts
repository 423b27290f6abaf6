import type { Clock } from '@bourse/application/ports/clock.ts';
import type { Logger, Meter } from '@bourse/application/ports/telemetry.ts';
import type { TickSource, VendorTick } from '@bourse/application/ports/tick-source.ts';
import { Pool } from 'undici';
import { abortablePause } from './abortable-pause.ts';
import { jitteredBackoffMs } from './backoff.ts';
import type { BackoffLimits } from './backoff.ts';
import { createLineSplitter } from './line-splitter.ts';
import { readTick } from './vendor-codec.ts';

/** Where the live prices come from; all but the first two have defaults. */
export interface TickStreamOptions {
  /** Base address of the vendor's API: `GET {url}/ticks`, one JSON object `{symbol, price, asOf}` a line. */
  readonly url: string;
  readonly apiKey: string;
  /** Wait before connecting again (1 s to 10 s), growing with each connection that brought nothing. */
  readonly backoff?: BackoffLimits;
  /** After so long without a byte, a blank line included, the connection is given up, milliseconds (30000). */
  readonly idleMs?: number;
  /** Most ticks handed over at once (1000). */
  readonly maxBatch?: number;
  /** Source of the jitter, answers [0, 1) (Math.random). */
  readonly random?: () => number;
}

/** What the stream needs besides. */
export interface TickStreamPorts {
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
}

const MAX_LINE = 65_536;

/**
 * Live prices over HTTP. While a batch is being taken nothing is read, so a slow taker slows the vendor down instead of filling memory.
 * Lines that are no tick are counted in `vendor_ticks_left_out_total` and left out. `vendor_stream_connected` is 1 while it flows.
 */
export function createTickStream(options: TickStreamOptions, ports: TickStreamPorts): TickSource {
  return {
    open: (onTicks) => {
      const closing = new AbortController();
      const running = readUntilClosed(options, ports, onTicks, closing.signal);
      return async () => {
        closing.abort();
        await running;
      };
    },
  };
}

type Taker = (ticks: readonly VendorTick[]) => Promise<void>;

async function readUntilClosed(
  options: TickStreamOptions,
  ports: TickStreamPorts,
  onTicks: Taker,
  closing: AbortSignal,
): Promise<void> {
  const { backoff = { firstMs: 1_000, mostMs: 10_000 }, random = Math.random } = options;
  const { clock, meter, logger } = ports;
  let failures = 0;
  for (;;) {
    const reader = connectionReader(options, ports);
    try {
      await reader.read(onTicks, closing);
      logger.info({}, 'the vendor ended the stream of live prices; connecting again');
    } catch (error) {
      if (!isAborted(closing)) logger.warn({ error }, 'the stream of live prices broke; connecting again');
    }
    meter.gauge('vendor_stream_connected', {}, 0);
    if (isAborted(closing)) return;
    meter.count('vendor_stream_reconnects_total', {}, 1);
    failures = reader.broughtTicks() ? 1 : failures + 1;
    await abortablePause(clock, jitteredBackoffMs(failures, backoff, random), closing);
  }
}

interface ConnectionReader {
  /** Reads one connection to its end. Throws when it breaks, falls silent, or cannot be made. */
  read(onTicks: Taker, closing: AbortSignal): Promise<void>;
  broughtTicks(): boolean;
}

function connectionReader(options: TickStreamOptions, { clock, meter }: TickStreamPorts): ConnectionReader {
  const { url, apiKey, idleMs = 30_000, maxBatch = 1_000 } = options;
  const base = new URL(url);
  let brought = false;

  async function read(onTicks: Taker, closing: AbortSignal): Promise<void> {
    const silence = watchdog(clock, idleMs);
    // Silence is watched here, by our clock, so undici need not.
    const pool = new Pool(base.origin, { connections: 1, headersTimeout: 0, bodyTimeout: 0 });
    try {
      const path = `${base.pathname.replace(/\/$/, '')}/ticks`;
      const headers = { 'x-api-key': apiKey, accept: 'application/x-ndjson' };
      const signal = AbortSignal.any([closing, silence.signal]);
      silence.rest();
      const answer = await pool.request({ path, method: 'GET', headers, signal });
      if (answer.statusCode !== 200) throw new Error(`the vendor answered ${answer.statusCode}`);
      meter.gauge('vendor_stream_connected', {}, 1);
      answer.body.setEncoding('utf8');
      const splitter = createLineSplitter(MAX_LINE);
      for await (const piece of answer.body) {
        silence.stop();
        await handOver(splitter.push(String(piece)), onTicks, closing);
        silence.rest();
      }
    } finally {
      silence.stop();
      await pool.destroy();
    }
  }

  async function handOver(lines: readonly string[], onTicks: Taker, closing: AbortSignal): Promise<void> {
    const nowMs = clock.now();
    const ticks = lines.map((line) => readTick(line, nowMs)).filter((tick) => tick !== undefined);
    if (ticks.length < lines.length) meter.count('vendor_ticks_left_out_total', {}, lines.length - ticks.length);
    for (let from = 0; from < ticks.length && !isAborted(closing); from += maxBatch) {
      brought = true;
      await onTicks(ticks.slice(from, from + maxBatch));
    }
  }

  return { read, broughtTicks: () => brought };
}

interface Watchdog {
  readonly signal: AbortSignal;
  /** Aborts the signal unless stopped in time. */
  rest(): void;
  stop(): void;
}

function watchdog(clock: Clock, afterMs: number): Watchdog {
  const controller = new AbortController();
  let cancel = (): void => undefined;
  return {
    signal: controller.signal,
    rest: () => {
      cancel = clock.after(afterMs, () => controller.abort(new Error(`the vendor was silent for ${afterMs} ms`)));
    },
    stop: () => cancel(),
  };
}

/** A function, because the compiler takes the property for one that does not change. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
