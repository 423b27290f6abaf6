import type { Api } from './api.ts';
import type { BulkLineAnswer } from './bulk-answer-codec.ts';
import { readBulkLine } from './bulk-answer-codec.ts';
import type { paths } from './generated/api-types.ts';
import { NDJSON } from './media-types.ts';
import { NoAnswer, noAnswerOf } from './no-answer.ts';
import { ApiProblem } from './problem.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

/** A trade as it is handed in. */
export type TradeToSend = paths['/api/v1/trades/bulk']['post']['requestBody']['content']['application/json'][number];

/** How an upload is taken. */
export interface UploadOptions {
  /** Loads the past: any version and any maturity date is taken. Only operators may. */
  readonly asHistory?: boolean;
  /** Gives the upload up. */
  readonly signal?: AbortSignal;
}

/**
 * Sends trades in one request and answers what Bourse says to each, in their order, as soon as it is durable. The answers are read as they are
 * asked for; whoever is slow holds Bourse up, not the memory here. What is sent is in memory as a whole, so send some thousands at a time.
 * Throws ApiProblem when Bourse refuses, also in the middle, and NoAnswer when there is none or it breaks off: the trades that were answered are
 * taken, of the others nothing is known. Throws UnexpectedAnswer when it is not Bourse that answers. It is never sent again by itself.
 */
export async function* uploadTrades(
  api: Api,
  trades: readonly TradeToSend[],
  { asHistory = false, signal }: UploadOptions = {},
): AsyncGenerator<BulkLineAnswer> {
  const { data: answer, response } = await api.POST('/api/v1/trades/bulk', {
    params: { query: asHistory ? { history: 'true' } : {} },
    headers: { 'content-type': NDJSON, accept: NDJSON },
    body: [...trades],
    bodySerializer: linesOf,
    parseAs: 'stream',
    ...(signal === undefined ? {} : { signal }),
  });
  if (answer === undefined || answer === null) throw new UnexpectedAnswer('it answered an upload with nothing');
  if (isOtherThanJson(response)) throw new UnexpectedAnswer('its answer to an upload is not JSON');
  let answered = 0;
  for await (const json of answerLines(answer, signal)) {
    const line = readBulkLine(json);
    if ('line' in line) {
      answered += 1;
      if (line.line !== answered)
        throw new UnexpectedAnswer('its answers to an upload are not in the order of the lines');
      yield line;
    } else {
      if (line.problem !== undefined) throw new ApiProblem(line.problem.status, { ...line.problem });
      return;
    }
  }
  throw new NoAnswer('the answer to an upload broke off');
}

/** A page, for example, which would look like an answer that broke off. */
function isOtherThanJson({ headers }: Response): boolean {
  return headers.get('content-type')?.includes('json') === false;
}

function linesOf(trades: readonly TradeToSend[]): string {
  return trades.map((trade) => `${JSON.stringify(trade)}\n`).join('');
}

/** The lines of an answer as they come in. Lets go of an answer that is not read to its end. */
async function* answerLines(answer: ReadableStream<Uint8Array>, signal?: AbortSignal): AsyncGenerator<string> {
  const reader = answer.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await readPiece(reader, signal);
      if (done) return;
      const lines = `${rest}${decoder.decode(value, { stream: true })}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

async function readPiece(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal | undefined,
): ReturnType<typeof reader.read> {
  try {
    return await reader.read();
  } catch (error) {
    throw signal?.aborted === true ? signal.reason : noAnswerOf(error);
  }
}
