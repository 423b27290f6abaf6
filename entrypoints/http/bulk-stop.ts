import type { UploadEnd } from './upload-source.ts';

/** Why a bulk upload ended before its end. */
export interface BulkStop {
  /** What the answer has as its status when nothing was taken before. */
  readonly status: 400 | 408 | 413 | 503;
  readonly code: BulkProblem;
  /** What happened and what to do, for a person. */
  readonly detail: string;
  /** Everything before this line has its answer; this line and those behind it have to be sent again. */
  readonly firstLineNotTaken: number;
}

/** The kinds of problem that end a bulk upload. */
export type BulkProblem =
  'malformed-json' | 'malformed-gzip' | 'request-timeout' | 'too-many-lines' | 'too-many-rejected' | 'unavailable';

/** The statuses of those problems where nothing was taken. */
export const BULK_STATUS: Readonly<Record<BulkProblem, BulkStop['status']>> = {
  'malformed-json': 400,
  'malformed-gzip': 400,
  'request-timeout': 408,
  'too-many-lines': 413,
  'too-many-rejected': 400,
  unavailable: 503,
};

/** A stop at a line. */
export function stopAt(firstLineNotTaken: number, code: BulkProblem, detail: string): BulkStop {
  return { status: BULK_STATUS[code], code, detail, firstLineNotTaken };
}

/** The stop when the log took no more. */
export function notTaken(firstLine: number): BulkStop {
  const detail = `Bourse cannot take more at the moment. Send again from line ${firstLine} on a little later; a trade that is sent twice replaces itself.`;
  return stopAt(firstLine, 'unavailable', detail);
}

/** The stop when the body ended before its end; 'complete' when it did not. */
export function stopOfUpload(end: Exclude<UploadEnd, 'client-gone'>, firstLineNotTaken: number): BulkStop | 'complete' {
  switch (end) {
    case 'complete':
      return end;
    case 'silent':
      return stopAt(firstLineNotTaken, 'request-timeout', 'Nothing came for 30 seconds.');
    case 'malformed-gzip':
      return stopAt(
        firstLineNotTaken,
        'malformed-gzip',
        'The body is not valid gzip, was cut off, or goes on behind its end.',
      );
    case 'stopping':
      return notTaken(firstLineNotTaken);
  }
}
