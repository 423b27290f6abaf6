import type { BulkOutcomes } from './bulk-outcomes.ts';
import { outcomeText } from './bulk-outcomes.ts';
import type { BulkStop } from './bulk-stop.ts';
import type { BulkEnd, LineOutcome } from './trades-bulk-intake.ts';

/** Outcomes as they come, and how it ended. */
export type OutcomeStream = AsyncGenerator<readonly LineOutcome[], BulkEnd, undefined>;

/** Makes the problem document of a stop. */
export type ProblemOf = (stop: BulkStop) => unknown;

/** Writes outcomes as lines while they come, and what they add up to as the last line. */
export async function* liveAnswer(
  first: IteratorResult<readonly LineOutcome[], BulkEnd>,
  outcomes: OutcomeStream,
  problemOf: ProblemOf,
): AsyncGenerator<Buffer> {
  let [accepted, rejected] = [0, 0];
  let step = first;
  while (step.done !== true) {
    let text = '';
    for (const outcome of step.value) {
      if ('requestId' in outcome) accepted += 1;
      else rejected += 1;
      text += `${outcomeText(outcome)}\n`;
    }
    yield Buffer.from(text);
    step = await outcomes.next();
  }
  if (step.value !== 'client-gone') yield Buffer.from(`{${totals(accepted, rejected, step.value, problemOf)}\n`);
}

/** Writes kept outcomes as one document. */
export function* documentAnswer(
  outcomes: BulkOutcomes,
  end: BulkStop | 'complete',
  problemOf: ProblemOf,
): Generator<Buffer> {
  let text = '{"items":[';
  for (const part of outcomes.texts()) {
    yield Buffer.from(text + part);
    text = ',';
  }
  const start = text === ',' ? '' : text;
  yield Buffer.from(`${start}],${totals(outcomes.accepted(), outcomes.rejected(), end, problemOf)}`);
}

/** The members at the end, with the bracket that closes them. */
function totals(accepted: number, rejected: number, end: BulkStop | 'complete', problemOf: ProblemOf): string {
  const problem = end === 'complete' ? '' : `,"problem":${JSON.stringify(problemOf(end))}`;
  return `"accepted":${accepted},"rejected":${rejected}${problem}}`;
}
