import type { components, paths } from './generated/api-types.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

type BulkAnswer = paths['/api/v1/trades/bulk']['post']['responses'][202]['content']['application/json'];

/** The answer to one line of an upload: the request that it became, or why it was rejected. */
export type BulkLineAnswer = BulkAnswer['items'][number];

/** The last line of an answer: how many lines were taken, and the problem that ended the upload early. */
export interface BulkTotals {
  readonly accepted: number;
  readonly rejected: number;
  readonly problem?: components['schemas']['Problem'];
}

/** Reads a line of the answer to an upload, which the server has checked. Throws UnexpectedAnswer when it is none. */
export function readBulkLine(json: string): BulkLineAnswer | BulkTotals {
  const line = parsed(json);
  const isAnswer = typeof line?.line === 'number' && (line.request_id ?? line.reason ?? line.errors) !== undefined;
  const isTotals = typeof line?.accepted === 'number' && typeof line.rejected === 'number';
  if (!isAnswer && !isTotals) throw new UnexpectedAnswer('a line of its answer to an upload says nothing');
  return line as BulkLineAnswer | BulkTotals;
}

function parsed(json: string): Partial<BulkLineAnswer & BulkTotals> | null {
  try {
    return JSON.parse(json) as Partial<BulkLineAnswer & BulkTotals> | null;
  } catch (cause) {
    throw new UnexpectedAnswer('a line of its answer to an upload is not JSON', { cause });
  }
}
