import type { DeadLetter, DeadLetters } from '../ports/dead-letters.ts';
import type { Log, LogPlace, LogRecord } from '../ports/log.ts';
import type { LogPositions } from '../ports/log-positions.ts';
import type { RequestIds } from '../ports/request-ids.ts';
import type { RequestOutcome, RequestOutcomes } from '../ports/request-outcomes.ts';
import { createRecordReader } from './record-reader.ts';
import type { RequestStatus } from './request-status.ts';
import { TRADES_GROUP, TRADES_TOPIC } from './trade-submission.ts';
import { tryDecodeSubmission } from './trade-submission-codec.ts';

/** What looking up requests needs. */
export interface RequestLookupPorts {
  readonly log: Pick<Log, 'read' | 'partitions'>;
  readonly positions: Pick<LogPositions, 'positions'>;
  readonly outcomes: Pick<RequestOutcomes, 'find'>;
  readonly deadLetters: Pick<DeadLetters, 'find'>;
  readonly requestIds: RequestIds;
}

/** A request that somebody asks about, and who asks. */
export interface RequestQuestion {
  readonly requestId: string;
  readonly userId: string;
}

/** A question about a place of the log that a request id stands for. */
interface Asked extends RequestQuestion {
  readonly place: LogPlace;
}

/** What was found: 'none' for a request that is not there for this user. */
type Found = RequestStatus | 'none';

/**
 * Makes the look-up of requests: one answer for each question; undefined for a text that never was a request id, for a request of somebody
 * else, and for one that was removed after its time. Throws Fault('unavailable').
 */
export function createRequestLookup(
  ports: RequestLookupPorts,
): (questions: readonly RequestQuestion[]) => Promise<readonly (RequestStatus | undefined)[]> {
  const { log, requestIds } = ports;

  function askedOf(question: RequestQuestion): Asked | undefined {
    const place = requestIds.decode(question.requestId);
    // Partitions of earlier layouts have the lower numbers, and what became of their requests is kept as long as that of others.
    const exists = place !== undefined && place.partition <= (log.partitions(TRADES_TOPIC).at(-1) ?? -1);
    return exists ? { ...question, place } : undefined;
  }

  /**
   * The position of the group is read before the outcomes: what it had not reached and what has no outcome afterwards was pending in
   * between. What it has passed without an outcome was set aside, or removed. A pending record that is not in the log is missing.
   */
  async function look(asked: readonly Asked[]): Promise<ReadonlyMap<Asked, Found>> {
    const reached = await ports.positions.positions(TRADES_GROUP, TRADES_TOPIC);
    const outcomes = await ports.outcomes.find(asked.map(({ place }) => place));
    const found = new Map<Asked, Found>();
    const [passed, pending]: [Asked[], Asked[]] = [[], []];
    asked.forEach((one, index) => {
      const outcome = outcomes[index];
      const { partition, position } = one.place;
      if (outcome !== undefined) found.set(one, decidedStatus(one, outcome));
      else if (position < (reached.get(partition) ?? 0n)) passed.push(one);
      else pending.push(one);
    });
    await lookAmongDeadLetters(passed, found);
    await lookIntoLog(pending, found);
    return found;
  }

  async function lookAmongDeadLetters(asked: readonly Asked[], found: Map<Asked, Found>): Promise<void> {
    if (asked.length === 0) return;
    const places = asked.map(({ place }) => place);
    const letters = await ports.deadLetters.find(TRADES_GROUP, TRADES_TOPIC, places);
    asked.forEach((one, index) => found.set(one, setAsideStatus(one, letters[index])));
  }

  async function lookIntoLog(asked: readonly Asked[], found: Map<Asked, Found>): Promise<void> {
    const read = createRecordReader(log, TRADES_TOPIC);
    for (const one of asked.toSorted(byPlace)) {
      const record = await read(one.place);
      if (record !== undefined) found.set(one, pendingStatus(one, record));
    }
  }

  return async (questions) => {
    const asked = questions.map(askedOf);
    const existing = asked.filter((one) => one !== undefined);
    if (existing.length === 0) return questions.map(() => undefined);
    const found = await look(existing);
    // A record that was still to be decided and is gone from the log has been decided since: a second look finds what became of it.
    const vanished = existing.filter((one) => !found.has(one));
    const again = vanished.length === 0 ? found : new Map([...found, ...(await look(vanished))]);
    return asked.map((one) => {
      const status = one === undefined ? undefined : again.get(one);
      return status === 'none' ? undefined : status;
    });
  };
}

function decidedStatus({ requestId, userId }: Asked, outcome: RequestOutcome): Found {
  if (outcome.submittedBy !== userId) return 'none';
  const { tradeId, version, failureReason, createdAtMs, decidedAtMs: updatedAtMs } = outcome;
  const status = failureReason === null ? 'SUCCESS' : 'FAILED';
  return { requestId, status, tradeId, version, failureReason, createdAtMs, updatedAtMs };
}

function setAsideStatus(asked: Asked, letter: DeadLetter | undefined): Found {
  if (letter === undefined) return 'none';
  const submitted = pendingStatus(asked, letter.record);
  if (submitted === 'none') return 'none';
  return { ...submitted, status: 'FAILED', failureReason: 'not-processable', updatedAtMs: letter.atMs };
}

/** A record that cannot be read is nobody's. */
function pendingStatus({ requestId, userId }: Asked, record: LogRecord): Found {
  const submission = tryDecodeSubmission(record);
  if (submission?.submittedBy !== userId) return 'none';
  const { trade, submittedAtMs } = submission;
  const { tradeId, version } = trade;
  const times = { createdAtMs: submittedAtMs, updatedAtMs: submittedAtMs };
  return { requestId, status: 'PENDING', tradeId, version, failureReason: null, ...times };
}

function byPlace({ place: one }: Asked, { place: other }: Asked): number {
  if (one.partition !== other.partition) return one.partition - other.partition;
  return Number(one.position - other.position);
}
