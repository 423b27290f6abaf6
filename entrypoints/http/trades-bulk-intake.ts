import { isFault } from '@bourse/application/ports/fault.ts';
import type { TradeReceipt } from '@bourse/application/trades/trade-desk.ts';
import type { Result } from '@bourse/core/result.ts';
import type { TradeRefusal } from '@bourse/core/trades/trade-decider.ts';
import type { NewTrade } from '@bourse/core/trades/trade.ts';
import type { BulkStop } from './bulk-stop.ts';
import { notTaken, stopOfUpload } from './bulk-stop.ts';
import type { ProblemError } from './schemas/problem-schema.ts';
import { REFUSED_FIELD, TRADE_DETAIL } from './trade-refusals.ts';
import type { BulkParser, ParsedLine } from './trades-bulk-parser.ts';
import type { UploadEnd, UploadPiece, UploadSource } from './upload-source.ts';

/** What became of one line: a trade that is durable, or a rejected line; `reason` is the rule that refused a trade that can be read. */
export type LineOutcome =
  | { readonly line: number; readonly requestId: string }
  | { readonly line: number; readonly reason?: TradeRefusal; readonly errors: readonly ProblemError[] };

/** What a bulk upload is taken in with. */
export interface BulkIntake {
  readonly source: UploadSource;
  readonly parser: BulkParser;
  /** One append for many trades, with one answer for each. */
  readonly submitAll: (trades: readonly NewTrade[]) => Promise<readonly Result<TradeReceipt, TradeRefusal>[]>;
  /** Told of the fault that made it stop. */
  readonly onFault: (error: unknown) => void;
}

/** How a bulk upload ended: whole, given up by its client, or stopped. */
export type BulkEnd = 'complete' | 'client-gone' | BulkStop;

const MAX_LINES_PER_APPEND = 500;
const MAX_APPENDS_IN_FLIGHT = 4;

/**
 * Takes a body in and answers what became of its lines, in their order and as soon as they are durable. It holds a few appends and the lines
 * of one more; when they are in flight, or nobody takes the answers, nothing more is read.
 * Lines that were read whole are taken also when the body ends too early. Once an append fails, nothing behind it is acknowledged.
 */
export async function* takeBulk(intake: BulkIntake): AsyncGenerator<readonly LineOutcome[], BulkEnd, undefined> {
  const { source, parser } = intake;
  let inFlight: readonly Promise<Appended>[] = [];
  let waiting: readonly ParsedLine[] = [];
  let end: UploadEnd | null = null;
  let reading: Promise<UploadPiece> | null = null;
  for (;;) {
    while (isTimeToAppend(waiting.length, inFlight.length, end !== null)) {
      inFlight = [...inFlight, append(waiting.slice(0, MAX_LINES_PER_APPEND), intake)];
      waiting = waiting.slice(MAX_LINES_PER_APPEND);
    }
    if (end === null && waiting.length < MAX_LINES_PER_APPEND) reading ??= source.next();
    const [oldest] = inFlight;
    const next = await firstOf(reading, oldest);
    if (next === null) return parser.stop() ?? stopOfUpload(end ?? 'complete', parser.lines() + 1);
    if ('ok' in next) {
      inFlight = inFlight.slice(1);
      if (!next.ok) return stopAtFault(next, intake);
      yield next.outcomes;
    } else {
      reading = null;
      if (next.end === 'client-gone') return next.end;
      if (next.end === null || next.end === 'complete') waiting = [...waiting, ...parser.push(next.bytes)];
      end = parser.stop() === null ? next.end : 'complete';
    }
  }
}

type Appended =
  | { readonly ok: true; readonly outcomes: readonly LineOutcome[] }
  | { readonly ok: false; readonly error: unknown; readonly firstLine: number };

/** A full append always, a smaller one when nothing is in flight or nothing more comes. */
function isTimeToAppend(waiting: number, inFlight: number, isLast: boolean): boolean {
  if (waiting === 0 || inFlight === MAX_APPENDS_IN_FLIGHT) return false;
  return waiting >= MAX_LINES_PER_APPEND || inFlight === 0 || isLast;
}

async function firstOf(
  reading: Promise<UploadPiece> | null,
  oldest: Promise<Appended> | undefined,
): Promise<UploadPiece | Appended | null> {
  if (reading === null || oldest === undefined) return reading ?? oldest ?? null;
  return Promise.race([reading, oldest]);
}

function stopAtFault({ error, firstLine }: Appended & { readonly ok: false }, { onFault }: BulkIntake): BulkStop {
  if (!isFault(error, 'unavailable') && !isFault(error, 'overloaded')) throw error;
  onFault(error);
  return notTaken(firstLine);
}

/** Answers a fault of the log instead of throwing it, since nobody may be waiting for it when it happens. */
async function append(lines: readonly ParsedLine[], { submitAll }: BulkIntake): Promise<Appended> {
  const trades = lines.flatMap(({ trade }) => (trade === null ? [] : [trade]));
  try {
    const results = trades.length === 0 ? [] : await submitAll(trades);
    return { ok: true, outcomes: outcomesOf(lines, results) };
  } catch (error) {
    return { ok: false, error, firstLine: lines[0]?.line ?? 1 };
  }
}

function outcomesOf(
  lines: readonly ParsedLine[],
  results: readonly Result<TradeReceipt, TradeRefusal>[],
): readonly LineOutcome[] {
  let index = 0;
  return lines.map((parsed) => {
    const { line } = parsed;
    if (parsed.trade === null) return { line, errors: parsed.errors };
    const result = results[index];
    index += 1;
    if (result === undefined) throw new RangeError('every trade has its answer');
    return result.ok ? { line, requestId: result.value.requestId } : refusedLine(line, result.refusal);
  });
}

function refusedLine(line: number, reason: TradeRefusal): LineOutcome {
  return { line, reason, errors: [{ pointer: REFUSED_FIELD[reason], message: TRADE_DETAIL[reason] }] };
}
