/** Why a call to the vendor brought no page. */
export type CallFailure = 'timeout' | 'unreachable' | 'rate-limited' | 'server-error' | 'refused' | 'malformed';

/** A call that brought no page. */
export class VendorCallError extends Error {
  readonly failure: CallFailure;
  /** How long the vendor asks to be left alone, milliseconds; 0 when it does not say. */
  readonly retryAfterMs: number;

  constructor(failure: CallFailure, message: string, more: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(message, { cause: more.cause });
    this.name = 'VendorCallError';
    this.failure = failure;
    this.retryAfterMs = more.retryAfterMs ?? 0;
  }
}

/** Whether the same call may go better at another time. A refusal (a wrong key, say) will be one again. */
export function isWorthRetrying(error: unknown): boolean {
  return error instanceof VendorCallError && error.failure !== 'refused';
}

/** What an answer with a status other than 200 means. */
export function errorOfStatus(status: number, retryAfter: string | string[] | undefined): VendorCallError {
  const message = `the vendor answered ${status}`;
  const seconds = typeof retryAfter === 'string' && /^\d{1,5}$/.test(retryAfter) ? Number(retryAfter) : 0;
  const retryAfterMs = seconds * 1_000;
  if (status === 429) return new VendorCallError('rate-limited', message, { retryAfterMs });
  if (status >= 500) return new VendorCallError('server-error', message, { retryAfterMs });
  return new VendorCallError('refused', message);
}
