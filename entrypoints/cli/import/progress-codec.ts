import type { JsonObject } from '@bourse/application/codec/json-fields-codec.ts';
import { array, asObject, integer, object, parseObject, text } from '@bourse/application/codec/json-fields-codec.ts';
import type { ProcessIdentity } from '@bourse/postgres/embedded/process-identity.ts';
import type { SentChunk } from './chunk.ts';
import type { ImportState } from './import-state.ts';
import type { InputPlace } from './input-line.ts';
import type { LineAnswer } from './trade-service.ts';

/** What a file of progress holds. */
export interface SavedProgress {
  /** Tells the input apart from any other, and from itself after a change. */
  readonly input: string;
  /** How it is imported: options that must not change on the way, as one text. */
  readonly options: string;
  /** The process that imports it, or was the last to do so. */
  readonly holder: ProcessIdentity;
  readonly state: ImportState;
}

const VERSION = 1;

/** Writes progress as JSON. */
export function encodeProgress({ input, options, holder, state }: SavedProgress): string {
  const { startedOn, done, counts, rejectsBytes, sent } = state;
  return `${JSON.stringify({
    format: VERSION,
    input,
    options,
    holder,
    started_on: startedOn,
    done,
    counts,
    rejects_bytes: rejectsBytes,
    sent: sent.map(({ next, answers }) => ({ next, answers: answers.map(encodeAnswer) })),
  })}\n`;
}

/** Reads progress. Throws TypeError or SyntaxError when it is none, or one of another version of Bourse. */
export function decodeProgress(json: string): SavedProgress {
  const saved = parseObject(json);
  if (integer(saved, 'format') !== VERSION) throw new TypeError('it was written by another version of Bourse');
  const counts = object(saved, 'counts');
  return {
    input: text(saved, 'input'),
    options: text(saved, 'options'),
    holder: decodeHolder(object(saved, 'holder')),
    state: {
      startedOn: text(saved, 'started_on'),
      done: decodePlace(object(saved, 'done')),
      counts: {
        accepted: integer(counts, 'accepted'),
        alreadyThere: integer(counts, 'alreadyThere'),
        rejected: integer(counts, 'rejected'),
      },
      rejectsBytes: integer(saved, 'rejects_bytes'),
      sent: array(saved, 'sent').map((chunk) => decodeChunk(asObject(chunk, 'a chunk'))),
    },
  };
}

/** The id of a request is written as it is, being what most answers are; others as objects. */
function encodeAnswer(answer: LineAnswer): string | LineAnswer {
  return 'requestId' in answer ? answer.requestId : answer;
}

function decodeAnswer(value: unknown): LineAnswer {
  if (typeof value === 'string') return { requestId: value };
  const answer = asObject(value, 'an answer');
  return 'refusal' in answer ? { refusal: text(answer, 'refusal') } : { fault: text(answer, 'fault') };
}

function decodeChunk(chunk: JsonObject): SentChunk {
  return { next: decodePlace(object(chunk, 'next')), answers: array(chunk, 'answers').map(decodeAnswer) };
}

function decodePlace(place: JsonObject): InputPlace {
  return { line: integer(place, 'line'), byte: integer(place, 'byte') };
}

function decodeHolder(holder: JsonObject): ProcessIdentity {
  return {
    pid: integer(holder, 'pid'),
    ...('startTicks' in holder ? { startTicks: text(holder, 'startTicks') } : {}),
    ...('bootId' in holder ? { bootId: text(holder, 'bootId') } : {}),
  };
}
