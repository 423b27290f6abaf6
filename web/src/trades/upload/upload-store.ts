import type { BulkLineAnswer } from '@bourse/client/bulk-answer-codec.ts';
import { uploadTrades } from '@bourse/client/bulk-upload.ts';
import { requestStates } from '@bourse/client/request-states.ts';
import { announce } from '../../app/announcements.ts';
import { api } from '../../app/bourse.ts';
import { alsoForget } from '../../app/forget-everything.ts';
import { countText } from '../../design/decimal-text.ts';
import { createValueStore } from '../../design/value-store.ts';
import { liveStatus } from '../../live/live-stream.ts';
import { requestNews } from '../request-events.ts';
import type { TradeField } from '@bourse/client/trade-fields.ts';
import type { DateFormat } from './columns.ts';
import { linesOf } from './csv-reader.ts';
import { textOf } from './file-lines.ts';
import type { FilePreview } from './file-preview.ts';
import { createPatience } from './patience.ts';
import type { SendingPorts } from './send-lines.ts';
import type { FileColumns } from './rejected-file.ts';
import { LINES_OF_A_PIECE, sendLines } from './send-lines.ts';
import type { RejectedLine, SourceLine } from './source-line.ts';
import { readLine } from './source-line.ts';

/** Where an upload stands. */
export interface UploadState {
  readonly phase: 'sending' | 'waiting' | 'done' | 'cancelled' | 'too-many-rejected';
  readonly name: string;
  /** The columns of the file, and what they hold. */
  readonly columns: FileColumns;
  readonly dates: DateFormat;
  readonly asHistory: boolean;
  /** What part of it is done with, from 0 to 1. */
  readonly fraction: number;
  readonly stored: number;
  readonly rejected: readonly RejectedLine[];
  /** What keeps it from going on, in the phase "waiting". */
  readonly error: unknown;
}

/** Rejected lines that are kept, to be mended; with more of them something is wrong with all of the file, and the upload ends. */
export const MAX_REJECTED = 20_000;

/** The upload of this page; null before there is one. It goes on while one looks at other views. */
export const upload = createValueStore<UploadState | null>(null);

alsoForget(forgetUpload);

let running: { readonly cancel: AbortController; goOn: () => void } | null = null;

/** Sends a file as it was previewed. */
export function startUpload({ file, ...shape }: FilePreview, asHistory: boolean): void {
  const { header, mapping, dates } = shape;
  upload.set({
    ...{ phase: 'sending', name: file.name, columns: { header, mapping }, dates, asHistory },
    ...{ fraction: 0, stored: 0, rejected: [], error: null },
  });
  const progress = { bytes: 0 };
  async function* lines(): AsyncGenerator<SourceLine> {
    let isHeader = true;
    for await (const line of linesOf(textOf(file, progress))) {
      if (!isHeader) yield readLine(line, shape);
      isHeader = false;
    }
  }
  void run(lines(), () => progress.bytes / Math.max(1, file.size));
}

/** Sends the lines that were mended; what is still wrong with them comes back. */
export function sendMended(): void {
  const state = upload.get();
  if (state === null || running !== null) return;
  const mended = state.rejected.filter(({ isMended }) => isMended);
  if (mended.length === 0) return;
  // What stood behind the last column has had its place found, or is not wanted.
  const columns = state.columns.header.length;
  const lines = mended.map(({ line, texts, cells }) => ({
    ...{ line, texts, cells: cells.slice(0, columns) },
    unreadable: null,
  }));
  change({ phase: 'sending', fraction: 0, rejected: state.rejected.filter(({ isMended }) => !isMended) });
  let taken = 0;
  async function* source(): AsyncGenerator<SourceLine> {
    for (const line of lines) {
      taken += 1;
      yield line;
    }
  }
  void run(source(), () => taken / lines.length);
}

/** Changes one cell of a rejected line. */
export function mendCell(line: number, field: TradeField, text: string): void {
  const state = upload.get();
  if (state === null) return;
  const rejected = state.rejected.map((one) =>
    one.line === line ? { ...one, texts: { ...one.texts, [field]: text }, isMended: true } : one,
  );
  change({ rejected });
}

/** Sends no more. What was sent stays sent. */
export function cancelUpload(): void {
  running?.cancel.abort();
}

/** Tries again what did not work. */
export function goOnWithUpload(): void {
  running?.goOn();
}

/** Forgets the upload, so that another can begin. */
export function forgetUpload(): void {
  cancelUpload();
  running = null;
  upload.set(null);
}

async function run(lines: AsyncIterable<SourceLine>, fraction: () => number): Promise<void> {
  const cancel = new AbortController();
  const own = { cancel, goOn: (): void => undefined };
  running = own;
  window.addEventListener('beforeunload', askBeforeLeaving);
  try {
    await sendAll(lines, fraction, portsOf(own));
    if (running === own) end('done');
  } catch (error) {
    if (running === own) {
      if (!cancel.signal.aborted && !(error instanceof TooManyRejected)) change({ error });
      end(error instanceof TooManyRejected ? 'too-many-rejected' : 'cancelled');
    }
  } finally {
    if (running === own) running = null;
    window.removeEventListener('beforeunload', askBeforeLeaving);
  }
}

async function sendAll(lines: AsyncIterable<SourceLine>, fraction: () => number, ports: SendingPorts): Promise<void> {
  let piece: SourceLine[] = [];
  const send = async (): Promise<void> => {
    const { stored, rejected } = await sendLines(piece, upload.get()?.dates ?? 'iso', ports);
    piece = [];
    const state = upload.get();
    if (state === null) return;
    const all = [...state.rejected, ...rejected].toSorted((one, other) => one.line - other.line);
    change({ stored: state.stored + stored, rejected: all, fraction: fraction() });
    if (all.length > MAX_REJECTED) throw new TooManyRejected();
  };
  for await (const line of lines) {
    piece.push(line);
    if (piece.length === LINES_OF_A_PIECE) await send();
  }
  if (piece.length > 0) await send();
}

class TooManyRejected extends Error {}

function portsOf(own: { readonly cancel: AbortController; goOn: () => void }): SendingPorts {
  const { signal } = own.cancel;
  const pause = (delayMs: number): Promise<void> => waitUnless(signal, (done) => setTimeout(done, delayMs));
  const askToGoOn = async (error: unknown): Promise<void> => {
    change({ phase: 'waiting', error });
    announce('The upload waits: Bourse does not take it.');
    await waitUnless(signal, (done) => {
      own.goOn = done;
    });
    change({ phase: 'sending', error: null });
  };
  return {
    upload: async (trades) => {
      const answers: BulkLineAnswer[] = [];
      const asHistory = upload.get()?.asHistory === true;
      for await (const answer of uploadTrades(api, trades, { asHistory, signal })) answers.push(answer);
      return answers;
    },
    told: (requestId) => requestNews.told(requestId),
    news: (mostMs) => newsWithin(mostMs, signal),
    states: (requestIds) => requestStates(api, requestIds, signal),
    patiently: createPatience({ signal, askToGoOn, pause }),
  };
}

/** Whether something is told of requests before the time is over; what was missed has to be asked for, so it counts as nothing. */
async function newsWithin(mostMs: number, signal: AbortSignal): Promise<boolean> {
  let wasTold = false;
  let end = (): void => undefined;
  try {
    await waitUnless(signal, (done) => {
      const timer = setTimeout(done, liveStatus.get() === 'live' ? mostMs : Math.min(mostMs, NOT_LIVE_MS));
      const unsubscribe = requestNews.subscribe((states) => {
        wasTold = states !== null;
        done();
      });
      end = () => {
        clearTimeout(timer);
        unsubscribe();
      };
    });
  } finally {
    end();
  }
  return wasTold;
}

/** How long nothing is waited for that cannot come, milliseconds. */
const NOT_LIVE_MS = 200;

/** Waits for what is begun to be done; rejects when the signal says so. */
function waitUnless(signal: AbortSignal, begin: (done: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(new Error('the upload was cancelled'));
    signal.addEventListener('abort', cancel, { once: true });
    begin(() => {
      signal.removeEventListener('abort', cancel);
      resolve();
    });
  });
}

function end(phase: Exclude<UploadState['phase'], 'sending' | 'waiting'>): void {
  change(phase === 'done' ? { phase, fraction: 1 } : { phase });
  const state = upload.get();
  if (state === null) return;
  announce(`${countText(state.stored)} trades are stored, ${countText(state.rejected.length)} lines were rejected.`);
}

function change(part: Partial<UploadState>): void {
  const state = upload.get();
  if (state !== null) upload.set({ ...state, ...part });
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
