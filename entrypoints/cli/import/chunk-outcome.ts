import { MAX_STATES } from '@bourse/client/request-states.ts';
import type { NewTrade } from '@bourse/core/trades/trade.ts';
import type { Chunk, ChunkLine } from './chunk.ts';
import type { LineAnswer, RequestState, TradeService } from './trade-service.ts';

/** What became of the lines of a chunk. */
export interface ChunkOutcome {
  /** Lines that are in, among them those that were there already in a version that has been replaced meanwhile. */
  readonly accepted: number;
  readonly alreadyThere: number;
  readonly rejected: readonly RejectedLine[];
}

/** A line that is not in, and why. */
export interface RejectedLine {
  readonly line: number;
  readonly cells: readonly string[];
  readonly reason: string;
}

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;
const LOOKUPS_AT_ONCE = 8;

const WORDS: Readonly<Record<string, string>> = {
  'version-superseded': 'a higher version of the trade is stored',
  'maturity-passed': 'the maturity date has passed',
  'not-processable': 'Bourse could not process it; an operator finds it among the dead letters',
};

/** What following a chunk takes. */
export interface Following {
  readonly service: TradeService;
  readonly wait: (ms: number) => Promise<void>;
  /** The UTC date on which the import began, YYYY-MM-DD. */
  readonly startedOn: string;
  /** Whether trades are taken whose maturity has passed. */
  readonly asHistory: boolean;
}

/** Follows a chunk that was sent until each of its lines is in or rejected. Throws what the service throws. */
export async function settleChunk(chunk: Chunk, following: Following): Promise<ChunkOutcome> {
  const { service, wait } = following;
  if (chunk.answers.length !== chunk.trades.length) throw new RangeError('a chunk was followed that is not sent yet');
  const refusals = await refusalsOf(chunk.answers, service, wait);
  const doubtful = [...refusals.keys()].filter((place) => isDoubtful(chunk.trades[place], following));
  const present = await storedAmong(chunk.trades, doubtful, service);
  const rejected: RejectedLine[] = [];
  let index = 0;
  for (const line of chunk.lines) {
    const reason = 'fault' in line.reading ? line.reading.fault : tradeReason(index++, chunk, refusals, present);
    if (reason !== null) rejected.push(rejectedLine(line, reason));
  }
  return { accepted: chunk.lines.length - rejected.length, alreadyThere: present.size, rejected };
}

/** Why trades are not stored, by their place in the chunk, for those that were refused. */
async function refusalsOf(
  answers: readonly LineAnswer[],
  service: TradeService,
  wait: (ms: number) => Promise<void>,
): Promise<ReadonlyMap<number, string>> {
  const refusals = new Map<number, string>();
  const pending = new Map<string, number>();
  answers.forEach((answer, index) => {
    if ('requestId' in answer) pending.set(answer.requestId, index);
    if ('refusal' in answer) refusals.set(index, answer.refusal);
  });
  let pauseMs = FIRST_PAUSE_MS;
  while (pending.size > 0) {
    const ids = firstOf(pending.keys());
    const states = await service.states(ids);
    const before = pending.size;
    for (const id of ids) {
      const index = pending.get(id);
      const state: RequestState | undefined = states.get(id);
      if (index === undefined || state?.status === 'PENDING') continue;
      pending.delete(id);
      if (state === undefined) refusals.set(index, `what became of request ${id} is not known any more`);
      else if (state.status === 'FAILED') refusals.set(index, state.reason);
    }
    if (pending.size < before) pauseMs = FIRST_PAUSE_MS;
    else {
      await wait(pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }
  return refusals;
}

/** As many as one call may ask about. */
function firstOf(requestIds: Iterable<string>): readonly string[] {
  const ids: string[] = [];
  for (const id of requestIds) if (ids.push(id) === MAX_STATES) break;
  return ids;
}

/**
 * Whether a refused trade may have come in just so by an earlier attempt, whose answer was lost.
 * A live load never took one whose maturity had passed when the import began, for whichever reason it is refused now.
 */
function isDoubtful(trade: NewTrade | undefined, { asHistory, startedOn }: Following): boolean {
  return trade !== undefined && (asHistory || trade.maturityDate >= startedOn);
}

/** Those of the trades at these places that are stored. */
async function storedAmong(
  trades: readonly NewTrade[],
  places: readonly number[],
  service: TradeService,
): Promise<ReadonlySet<number>> {
  const present = new Set<number>();
  const left = places.values();
  async function lookUp(): Promise<void> {
    for (const place of left) {
      const trade = trades[place];
      if (trade !== undefined && (await service.isStored(trade))) present.add(place);
    }
  }
  await Promise.all(Array.from({ length: LOOKUPS_AT_ONCE }, lookUp));
  return present;
}

function tradeReason(
  index: number,
  { answers }: Chunk,
  refusals: ReadonlyMap<number, string>,
  present: ReadonlySet<number>,
): string | null {
  const answer = answers[index];
  if (answer !== undefined && 'fault' in answer) return answer.fault;
  const refusal = refusals.get(index);
  if (refusal === undefined || present.has(index)) return null;
  const words = WORDS[refusal];
  return words === undefined ? refusal : `${refusal}: ${words}`;
}

function rejectedLine({ line, cells }: ChunkLine, reason: string): RejectedLine {
  return { line, cells, reason };
}
