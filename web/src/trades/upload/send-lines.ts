import type { BulkLineAnswer } from '@bourse/client/bulk-answer-codec.ts';
import type { TradeToSend } from '@bourse/client/bulk-upload.ts';
import type { RequestState } from '@bourse/client/request-states.ts';
import { MAX_STATES } from '@bourse/client/request-states.ts';
import type { TradeFault } from '../trade-fields.ts';
import { faultsOf } from '../trade-fields.ts';
import type { FailureReason } from '../trade-words.ts';
import { failureText } from '../trade-words.ts';
import type { DateFormat } from './columns.ts';
import type { RejectedLine, SourceLine } from './source-line.ts';
import { isDate, tradeOfLine } from './source-line.ts';

/** What sending needs of the world. Each call may fail, and may then be made again. */
export interface SendingPorts {
  /** Sends trades in one upload and answers what is said to each, in their order. */
  readonly upload: (trades: readonly TradeToSend[]) => Promise<readonly BulkLineAnswer[]>;
  /** What has been told of a request; undefined when nothing was. */
  readonly told: (requestId: string) => RequestState | undefined;
  /** Waits until something is told of requests, but so long at most; answers whether it was. Throws when the upload is cancelled. */
  readonly news: (mostMs: number) => Promise<boolean>;
  /** Where these requests stand, at most MAX_STATES. */
  readonly states: (requestIds: readonly string[]) => Promise<ReadonlyMap<string, RequestState>>;
  /** Makes a call until it works; throws when the upload is cancelled. */
  readonly patiently: <Answer>(call: () => Promise<Answer>) => Promise<Answer>;
}

/** What became of some lines. */
export interface LinesOutcome {
  readonly stored: number;
  readonly rejected: readonly RejectedLine[];
}

/** Lines that are sent, and done with, before more are read. */
export const LINES_OF_A_PIECE = 2_000;

/** Where nothing is told for so long, it is asked. */
const QUIET_MS = 1_000;

/**
 * Sends lines and follows them until each is stored or rejected. An upload whose answer was lost is sent again as it was: a trade comes once in
 * an upload and uploads go one after the other, so what was taken before is only replaced by itself, and nothing older comes back.
 */
export async function sendLines(
  lines: readonly SourceLine[],
  dates: DateFormat,
  ports: SendingPorts,
): Promise<LinesOutcome> {
  const rejected: RejectedLine[] = [];
  const requests = new Map<string, SourceLine>();
  for (const line of lines)
    if (line.unreadable !== null) rejected.push(rejectedLine(line, [{ field: null, message: line.unreadable }]));
  for (const wave of wavesOf(lines.filter(({ unreadable }) => unreadable === null))) {
    const answers = await ports.patiently(() => ports.upload(wave.map((line) => tradeOfLine(line, dates))));
    if (answers.length !== wave.length) throw new RangeError('every trade that is sent has an answer');
    wave.forEach((line, index) => {
      const answer = answers[index];
      if (answer?.request_id !== undefined) requests.set(answer.request_id, line);
      else rejected.push(rejectedLine(line, answer === undefined ? [] : faultsOfLine(answer, line, dates)));
    });
  }
  for (const [line, fault] of await failuresOf(requests, ports)) rejected.push(rejectedLine(line, [fault]));
  const byLine = rejected.toSorted((one, other) => one.line - other.line);
  return { stored: lines.length - rejected.length, rejected: byLine };
}

/** The first line of each trade, then the second one of each, and so on. */
function wavesOf(lines: readonly SourceLine[]): readonly (readonly SourceLine[])[] {
  const waves: SourceLine[][] = [];
  const seen = new Map<string, number>();
  for (const line of lines) {
    const tradeId = line.texts.trade_id ?? '';
    const wave = seen.get(tradeId) ?? 0;
    seen.set(tradeId, wave + 1);
    (waves[wave] ??= []).push(line);
  }
  return waves;
}

/** Follows requests until all are decided; answers the lines that failed. */
async function failuresOf(
  requests: ReadonlyMap<string, SourceLine>,
  { told, news, states, patiently }: SendingPorts,
): Promise<readonly (readonly [line: SourceLine, fault: TradeFault])[]> {
  const failures: (readonly [SourceLine, TradeFault])[] = [];
  const pending = new Map(requests);
  const settle = (id: string, state: RequestState | undefined): void => {
    const line = pending.get(id);
    if (line === undefined || state?.status === 'PENDING') return;
    pending.delete(id);
    if (state === undefined) failures.push([line, notKnown(id)]);
    else if (state.status === 'FAILED') failures.push([line, failureOf(state.failure_reason ?? 'not-processable')]);
  };
  const settleTold = (): void => {
    for (const id of [...pending.keys()]) {
      const state = told(id);
      if (state !== undefined) settle(id, state);
    }
  };
  settleTold();
  while (pending.size > 0) {
    const wasTold = await news(QUIET_MS);
    settleTold();
    // The stream is lost, or missed something: asks as long as that leads on.
    for (let before = pending.size + 1; !wasTold && pending.size > 0 && pending.size < before;) {
      before = pending.size;
      const ids = [...pending.keys()].slice(0, MAX_STATES);
      const found = await patiently(() => states(ids));
      for (const id of ids) settle(id, found.get(id));
    }
  }
  return failures;
}

function faultsOfLine(
  { errors = [], reason }: BulkLineAnswer,
  line: SourceLine,
  dates: DateFormat,
): readonly TradeFault[] {
  if (reason !== undefined) return [failureOf(reason)];
  return faultsOf(errors).map((fault) => {
    const { field } = fault;
    if (field === null || !isDate(field) || dates === 'iso') return fault;
    const isMissing = (line.texts[field] ?? '') === '';
    return { field, message: `${isMissing ? 'is required and ' : ''}must be a date as ${dates}` };
  });
}

/** It was taken, and whether it is stored cannot be told: a request is removed some time after it was decided. */
function notKnown(requestId: string): TradeFault {
  return { field: null, message: `what became of request ${requestId} is not known any more` };
}

function failureOf(reason: FailureReason): TradeFault {
  return { field: fieldOf(reason), message: failureText(reason), isSentence: true };
}

function fieldOf(reason: FailureReason): TradeFault['field'] {
  if (reason === 'version-superseded') return 'version';
  return reason === 'maturity-passed' ? 'maturity_date' : null;
}

function rejectedLine({ line, texts, cells }: SourceLine, faults: readonly TradeFault[]): RejectedLine {
  return { line, texts, cells, faults, isMended: false };
}
