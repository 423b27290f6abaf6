import type { ChunkOutcome } from './chunk-outcome.ts';
import type { SentChunk } from './chunk.ts';
import type { InputPlace } from './input-line.ts';

/** How many lines are done with. */
export interface ImportCounts {
  /** Lines that are in, those that were there already among them. */
  readonly accepted: number;
  readonly alreadyThere: number;
  readonly rejected: number;
}

/** How far an import has come: everything it takes to go on after a crash. */
export interface ImportState {
  /** The UTC date on which the import began, YYYY-MM-DD. */
  readonly startedOn: string;
  /** All lines before this place are in or in the file of rejected lines. */
  readonly done: InputPlace;
  readonly counts: ImportCounts;
  /** Length of the file of rejected lines that belongs to `done`. */
  readonly rejectsBytes: number;
  /** What was sent and answered behind `done`, in the order of the file. */
  readonly sent: readonly SentChunk[];
}

/** The state of an import that has not begun. */
export function freshState(start: InputPlace, startedOn: string): ImportState {
  return { startedOn, done: start, counts: { accepted: 0, alreadyThere: 0, rejected: 0 }, rejectsBytes: 0, sent: [] };
}

/** Whether anything that was sent has been answered. */
export function hasAnswers({ counts: { accepted, rejected }, sent }: ImportState): boolean {
  return accepted + rejected + sent.length > 0;
}

/** The counts after one chunk more. */
export function addOutcome(counts: ImportCounts, { accepted, alreadyThere, rejected }: ChunkOutcome): ImportCounts {
  return {
    accepted: counts.accepted + accepted,
    alreadyThere: counts.alreadyThere + alreadyThere,
    rejected: counts.rejected + rejected.length,
  };
}
