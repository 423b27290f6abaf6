import type { LineOutcome } from './trades-bulk-intake.ts';

/** What became of the lines of one upload, kept small until its answer is written. */
export interface BulkOutcomes {
  /** Keeps outcomes, in the order of their lines; answers the first line for which there was no room, or null. */
  add(outcomes: readonly LineOutcome[]): number | null;
  accepted(): number;
  rejected(): number;
  /** The outcomes as JSON, many in one text, separated by commas. */
  texts(): Iterable<string>;
}

/** How much is kept. */
export interface BulkOutcomesLimits {
  readonly maxRejected: number;
  /** Most characters of what is said of rejected lines. */
  readonly maxRejectedCharacters: number;
}

/** Four bytes for the line, and the 16 bytes that a request id stands for. */
const ENTRY_BYTES = 20;
const ID_BYTES = 16;
const BLOCK_ENTRIES = 65_536;
const ENTRIES_PER_TEXT = 2_000;

/** Makes room for outcomes: 20 bytes for an accepted line, the text for a rejected one. */
export function createBulkOutcomes({ maxRejected, maxRejectedCharacters }: BulkOutcomesLimits): BulkOutcomes {
  const blocks: Buffer[] = [];
  const rejected: { readonly line: number; readonly text: string }[] = [];
  let accepted = 0;
  let characters = 0;

  const keepAccepted = (line: number, requestId: string): void => {
    const offset = (accepted % BLOCK_ENTRIES) * ENTRY_BYTES;
    if (offset === 0) blocks.push(Buffer.allocUnsafe(BLOCK_ENTRIES * ENTRY_BYTES));
    const block = blocks.at(-1);
    block?.writeUInt32LE(line, offset);
    block?.write(requestId, offset + 4, ID_BYTES, 'base64url');
    accepted += 1;
  };
  const acceptedAt = (index: number): { readonly line: number; readonly text: string } | undefined => {
    if (index >= accepted) return undefined;
    const block = blocks[Math.floor(index / BLOCK_ENTRIES)];
    const offset = (index % BLOCK_ENTRIES) * ENTRY_BYTES;
    const line = block?.readUInt32LE(offset) ?? 0;
    const requestId = block?.toString('base64url', offset + 4, offset + ENTRY_BYTES) ?? '';
    return { line, text: outcomeText({ line, requestId }) };
  };

  return {
    accepted: () => accepted,
    rejected: () => rejected.length,
    add(outcomes) {
      for (const outcome of outcomes) {
        if ('requestId' in outcome) {
          keepAccepted(outcome.line, outcome.requestId);
          continue;
        }
        const text = outcomeText(outcome);
        characters += text.length;
        if (rejected.length === maxRejected || characters > maxRejectedCharacters) return outcome.line;
        rejected.push({ line: outcome.line, text });
      }
      return null;
    },
    *texts() {
      let part: string[] = [];
      let [nextAccepted, nextRejected] = [0, 0];
      for (;;) {
        const [good, bad] = [acceptedAt(nextAccepted), rejected[nextRejected]];
        const isGood = good !== undefined && (bad === undefined || good.line < bad.line);
        const next = isGood ? good : bad;
        if (next !== undefined) part.push(next.text);
        if (part.length === ENTRIES_PER_TEXT || (next === undefined && part.length > 0)) {
          yield part.join(',');
          part = [];
        }
        if (next === undefined) return;
        if (isGood) nextAccepted += 1;
        else nextRejected += 1;
      }
    },
  };
}

/** An outcome as JSON. */
export function outcomeText(outcome: LineOutcome): string {
  // Written out because it is written for every line; a request id needs no escaping.
  if ('requestId' in outcome) return `{"line":${outcome.line},"request_id":"${outcome.requestId}"}`;
  const { line, reason, errors } = outcome;
  return JSON.stringify({ line, ...(reason === undefined ? {} : { reason }), errors });
}
