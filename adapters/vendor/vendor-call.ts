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
