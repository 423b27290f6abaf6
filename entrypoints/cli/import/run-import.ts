import type { Chunk, ChunkLimits } from './chunk.ts';
import { readChunks } from './chunk.ts';
import { settleChunk } from './chunk-outcome.ts';
import { ImportError } from './import-error.ts';
import type { ImportCounts, ImportState } from './import-state.ts';
import { addOutcome, freshState } from './import-state.ts';
import type { InputFile } from './input-file.ts';
import type { ProgressFile } from './progress-file.ts';
import type { RejectsFile } from './rejects-file.ts';
import type { DateFormat } from './trade-date.ts';
import type { LineAnswer, TradeService } from './trade-service.ts';
import { createWaitingLine } from './waiting-line.ts';

/** What an import works with. */
export interface ImportParts {
  readonly input: Pick<InputFile, 'start' | 'lines'>;
  readonly dates: DateFormat;
  readonly asHistory: boolean;
  /** The date in UTC, YYYY-MM-DD. */
  readonly today: string;
  /** One that waits by itself while Bourse is not available. */
  readonly service: TradeService;
  readonly progress: Pick<ProgressFile, 'earlier' | 'save'>;
  readonly rejects: RejectsFile;
  readonly wait: (ms: number) => Promise<void>;
  /** Makes whatever waits, here or in the service, fail with this reason. */
  readonly stop: (reason: unknown) => void;
  /** Told after each chunk that is done. */
  readonly onCounts: (counts: ImportCounts) => void;
  readonly limits?: ImportLimits;
}

/** How much is under way at once. */
export interface ImportLimits extends ChunkLimits {
  /** Chunks that are sent and not done with. */
  readonly maxSentChunks: number;
}

const STANDARD_LIMITS: ImportLimits = { maxLines: 2_500, maxBytes: 4_194_304, maxSentChunks: 6 };

/**
 * Imports a file from where an earlier run came to. One side reads and sends, one chunk after the other; the other side follows in the same
 * order what became of them. How far it is is saved after every step, so whatever was interrupted is done again, without harm.
 * Throws what the parts throw; what was saved by then holds.
 */
export async function runImport(parts: ImportParts): Promise<ImportCounts> {
  const { input, service, progress, rejects, limits = STANDARD_LIMITS } = parts;
  let state: ImportState = progress.earlier ?? freshState(input.start, parts.today);
  const sentBefore = state.sent;
  const sentChunks = createWaitingLine<Chunk>(limits.maxSentChunks);
  // One save after the other, each with the state of its moment.
  let saved: Promise<void> = Promise.resolve();
  const save = (): Promise<void> => {
    saved = saved.then(() => progress.save(state));
    return saved;
  };

  async function send(): Promise<void> {
    let sentAgain = 0;
    const rules = { sent: sentBefore, limits, dates: parts.dates, asHistory: parts.asHistory };
    const chunks = readChunks(input.lines(state.done), rules);
    for await (const chunk of chunks) {
      if (sentAgain < sentBefore.length) {
        sentAgain += 1;
        requireAnswers(chunk);
        sentChunks.add(chunk);
      } else {
        await sentChunks.room();
        const answered = { ...chunk, answers: await sendChunk(chunk, service) };
        state = { ...state, sent: [...state.sent, answered] };
        // The next chunk may hold newer contents of what is in this one, which must not be sent again from then on.
        await save();
        sentChunks.add(answered);
      }
    }
    sentChunks.end();
  }

  async function follow(): Promise<void> {
    for (let chunk = await sentChunks.first(); chunk !== undefined; chunk = await sentChunks.first()) {
      const { wait, asHistory } = parts;
      const outcome = await settleChunk(chunk, { service, wait, asHistory, startedOn: state.startedOn });
      const rejectsBytes = await rejects.add(outcome.rejected);
      const counts = addOutcome(state.counts, outcome);
      state = { ...state, done: chunk.next, counts, rejectsBytes, sent: state.sent.slice(1) };
      sentChunks.removeFirst();
      parts.onCounts(counts);
    }
  }

  // From now on the input is known to be in somebody's hands.
  await save();
  await together([send(), follow()], (reason) => {
    sentChunks.fail(reason);
    parts.stop(reason);
  });
  await save();
  return state.counts;
}

/** Sends the trades of a chunk, one upload after the other, and answers what Bourse says to each of them. */
async function sendChunk({ trades, waves }: Chunk, service: TradeService): Promise<readonly LineAnswer[]> {
  const answers = new Map<number, LineAnswer>();
  for (const wave of waves) {
    const places = wave.values();
    await service.send(
      wave.flatMap((place) => trades[place] ?? []),
      (answer) => answers.set(places.next().value ?? -1, answer),
    );
  }
  return trades.flatMap((_, place) => answers.get(place) ?? []);
}

/** Chunks of an earlier run come out as they were then, the input being the same. */
function requireAnswers({ answers, trades }: Chunk): void {
  if (answers.length === trades.length) return;
  throw new ImportError(
    'The import was begun by another version of Bourse, or the input has changed. Begin anew with --restart.',
  );
}

/** Waits for all; when one fails, has the others stopped, and throws what it failed with once they are. */
async function together(sides: readonly Promise<void>[], stop: (reason: unknown) => void): Promise<void> {
  let failure: { readonly reason: unknown } | undefined;
  await Promise.all(
    sides.map((side) =>
      side.catch((reason: unknown) => {
        failure ??= { reason };
        stop(reason);
      }),
    ),
  );
  if (failure !== undefined) throw failure.reason;
}
