import type { TradeContent } from './load-job.ts';

/** One upload of many trades, a line each, in one request. */
export interface UploadJob {
  readonly port: number;
  readonly token: string;
  readonly content: TradeContent;
  readonly lines: number;
}

/** What became of an upload. */
export interface UploadResult {
  readonly status: number;
  /** Lines of the answer that are about a line of the upload, as they were counted, and the totals that its last line gives. */
  readonly answered: number;
  readonly accepted: number;
  readonly rejected: number;
  /** What the last line says when it is no totals, or when more is said in it: null when all is well. */
  readonly problem: string | null;
  /** Some of the request ids, from the whole length of the answer. */
  readonly requestIds: readonly string[];
  /** From the first byte of the request to the last one of the answer, seconds. */
  readonly seconds: number;
  readonly startedAtMs: number;
  readonly generatorCpuSeconds: number;
}
