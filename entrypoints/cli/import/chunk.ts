import type { NewTrade } from '@bourse/core/trades/trade.ts';
import type { InputLine, InputPlace } from './input-line.ts';
import type { DateFormat } from './trade-date.ts';
import { readTrade } from './trade-line-codec.ts';
import type { LineAnswer } from './trade-service.ts';

/** One line of a chunk, with what is known of it so far. */
export interface ChunkLine {
  readonly line: number;
  readonly cells: readonly string[];
  readonly reading: { readonly trade: NewTrade } | { readonly fault: string };
}

/** Lines that are sent together and done with together. */
export interface Chunk {
  readonly lines: readonly ChunkLine[];
  /** The trades among them, in their order. */
  readonly trades: readonly NewTrade[];
  /** What is sent in one upload, one upload after the other: places in `trades`. */
  readonly waves: readonly (readonly number[])[];
  /** The answers to the trades, once the chunk is sent; empty before. */
  readonly answers: readonly LineAnswer[];
  /** Where the line behind the chunk begins. */
  readonly next: InputPlace;
}

/** How large a chunk gets. */
export interface ChunkLimits {
  readonly maxLines: number;
  readonly maxBytes: number;
}

/** A chunk that an earlier run has sent: where it ended, and the answers to it. */
export interface SentChunk {
  readonly next: InputPlace;
  readonly answers: readonly LineAnswer[];
}

/** How chunks are made. */
export interface ChunkRules {
  /** What an earlier run has sent from here on. */
  readonly sent: readonly SentChunk[];
  readonly limits: ChunkLimits;
  readonly dates: DateFormat;
  /** Whether a version may come behind a higher one. */
  readonly asHistory: boolean;
}

/**
 * Puts lines together into chunks: first those that an earlier run has sent, as they were, then new ones.
 *
 * An upload whose answer was lost is sent again, and any part of it may have been taken. What makes this harmless: a version of a trade comes
 * once in a chunk, and a chunk is sent when the one before is answered, so nothing brings back what a later line has replaced. And in a live
 * load a trade comes once in an upload, so no line is refused for a higher version behind it that was taken while the line itself was not.
 */
export async function* readChunks(
  lines: AsyncIterable<InputLine>,
  { sent, limits, dates, asHistory }: ChunkRules,
): AsyncGenerator<Chunk> {
  let sentBefore = 0;
  let gathered = emptyGathering();
  const take = (): Chunk => {
    const chunk = chunkOf(gathered, sent[sentBefore]?.answers ?? [], asHistory);
    gathered = emptyGathering();
    sentBefore += 1;
    return chunk;
  };
  for await (const line of lines) {
    const earlierEnd = sent[sentBefore]?.next.byte;
    const chunkLine = readLine(line, dates);
    const version = versionOf(chunkLine);
    if (earlierEnd === undefined && version !== null && gathered.versions.has(version)) yield take();
    gathered.lines.push(chunkLine);
    if (version !== null) gathered.versions.add(version);
    gathered.firstByte ??= line.next.byte;
    gathered.next = line.next;
    if (earlierEnd === undefined ? isFull(gathered, limits) : line.next.byte >= earlierEnd) yield take();
  }
  if (gathered.lines.length > 0) yield take();
}

function readLine({ line, cells, content }: InputLine, dates: DateFormat): ChunkLine {
  return { line, cells, reading: 'fault' in content ? content : readTrade(content.fields, dates) };
}

interface Gathering {
  readonly lines: ChunkLine[];
  readonly versions: Set<string>;
  firstByte: number | undefined;
  next: InputPlace;
}

function emptyGathering(): Gathering {
  return { lines: [], versions: new Set(), firstByte: undefined, next: { line: 1, byte: 0 } };
}

function isFull({ lines, firstByte, next }: Gathering, { maxLines, maxBytes }: ChunkLimits): boolean {
  return lines.length >= maxLines || next.byte - (firstByte ?? next.byte) >= maxBytes;
}

function chunkOf({ lines, next }: Gathering, answers: readonly LineAnswer[], asHistory: boolean): Chunk {
  const trades = lines.flatMap(({ reading }) => ('trade' in reading ? [reading.trade] : []));
  return { lines, trades, waves: asHistory ? [[...trades.keys()]] : wavesOf(trades), answers, next };
}

/** The first line of each trade, then the second one of each, and so on. */
function wavesOf(trades: readonly NewTrade[]): readonly (readonly number[])[] {
  const waves: number[][] = [];
  const seen = new Map<string, number>();
  trades.forEach(({ tradeId }, index) => {
    const wave = seen.get(tradeId) ?? 0;
    seen.set(tradeId, wave + 1);
    waves[wave] ??= [];
    waves[wave].push(index);
  });
  return waves;
}

function versionOf({ reading }: ChunkLine): string | null {
  return 'trade' in reading ? `${reading.trade.tradeId}\n${reading.trade.version}` : null;
}
