import type { Clock } from '@bourse/application/ports/clock.ts';
import { Fault } from '@bourse/application/ports/fault.ts';
import type { VendorHealth } from '@bourse/application/ports/feed-reports.ts';
import type { PriceVendor, VendorPage } from '@bourse/application/ports/market-data.ts';
import type { Logger, Meter } from '@bourse/application/ports/telemetry.ts';
import { TaskCancelledError, TimeoutStrategy, timeout } from 'cockatiel';
import { guard } from './vendor-guard.ts';
import type { GuardLimits } from './vendor-guard.ts';
import { VendorCallError } from './vendor-call.ts';
import type { CallFailure } from './vendor-call.ts';
import { readPage } from './vendor-codec.ts';
import { createHttpTransport } from './vendor-transport.ts';
import type { VendorTransport } from './vendor-transport.ts';

/** Where the vendor is, and how it is treated; all but the first two have the defaults of the design. */
export interface VendorClientOptions extends Partial<GuardLimits> {
  /** Base address of the vendor's API: `GET {url}/stocks`. */
  readonly url: string;
  readonly apiKey: string;
  /** How long one try may take, milliseconds (5000). */
  readonly timeoutMs?: number;
  /** Largest answer that is read, bytes (8 MiB). */
  readonly maxAnswerBytes?: number;
  /** Source of the jitter, answers [0, 1) (Math.random). */
  readonly random?: () => number;
  /** The way to the vendor (HTTP to `url`). */
  readonly transport?: VendorTransport;
}

/** What the client needs besides. */
export interface VendorClientPorts {
  readonly clock: Clock;
  readonly meter: Meter;
  readonly logger: Logger;
}

/** The vendor over HTTP. */
export interface VendorClient extends PriceVendor, VendorHealth {
  /** Gives up what is under way and closes the connections; pages asked for later are refused with Fault('unavailable'). */
  close(): Promise<void>;
}

/** Makes a client; connects at the first call. Throws TypeError when the address is none. */
export function createVendorClient(options: VendorClientOptions, ports: VendorClientPorts): VendorClient {
  const { apiKey, timeoutMs = 5_000, maxAnswerBytes = 8 * 1_024 * 1_024 } = options;
  const { clock, meter, logger } = ports;
  const base = new URL(options.url);
  const closing = new AbortController();
  const guarded = guard(options, ports);
  const { transport = createHttpTransport(base.origin, { connections: guarded.maxInFlight, maxAnswerBytes }) } =
    options;
  const timed = timeout(timeoutMs, TimeoutStrategy.Aggressive);

  let callsInFlight = 0;
  let lastSuccessAtMs: number | null = null;

  async function call(path: string, signal: AbortSignal): Promise<VendorPage> {
    const request = { path, apiKey };
    const body = await timed.execute((context) => transport.get(request, context.signal), signal).catch(explain);
    const read = readPage(body, clock.now());
    if (read === undefined) throw new VendorCallError('malformed', 'the vendor answered something that is no page');
    if (read.nameless > 0) meter.count('vendor_items_left_out_total', {}, read.nameless);
    return read.page;
  }

  function explain(error: unknown): never {
    if (!(error instanceof TaskCancelledError)) throw error;
    throw new VendorCallError('timeout', `the vendor did not answer within ${timeoutMs} ms`, { cause: error });
  }

  async function measured(path: string, signal: AbortSignal): Promise<VendorPage> {
    const startedAt = performance.now();
    const finish = (outcome: 'ok' | CallFailure): void => {
      meter.count('vendor_calls_total', { outcome }, 1);
      meter.duration('vendor_call_duration_seconds', { outcome }, (performance.now() - startedAt) / 1_000);
    };
    callsInFlight += 1;
    try {
      const page = await call(path, signal);
      finish('ok');
      lastSuccessAtMs = clock.now();
      return page;
    } catch (error) {
      finish(error instanceof VendorCallError ? error.failure : 'unreachable');
      throw error;
    } finally {
      callsInFlight -= 1;
    }
  }

  return {
    page: async (nextToken) => {
      const query = nextToken === null ? '' : `?${new URLSearchParams({ nextToken }).toString()}`;
      const path = `${base.pathname.replace(/\/$/, '')}/stocks${query}`;
      try {
        return await guarded.run((signal) => measured(path, signal), closing.signal);
      } catch (error) {
        throw faultOf(error);
      }
    },
    breakerState: () => guarded.breakerState(),
    callsInFlight: () => callsInFlight,
    lastSuccessAtMs: () => lastSuccessAtMs,
    close: async () => {
      closing.abort();
      await transport.close();
      logger.info({}, 'the vendor client is closed');
    },
  };
}

function faultOf(error: unknown): Fault {
  const malformed = error instanceof VendorCallError && error.failure === 'malformed';
  const message = error instanceof Error ? error.message : 'the vendor call failed';
  return new Fault(malformed ? 'invalid-data' : 'unavailable', message, error);
}
