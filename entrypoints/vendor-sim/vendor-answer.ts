import type { CallFault } from './vendor-faults.ts';

/** What comes back for one call, and how long it takes. */
export type VendorAnswer = {
  /** Before anything is sent, milliseconds. */
  readonly delayMs: number;
} & (
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** The connection ends after the first half of the body. */
  | { readonly kind: 'cut'; readonly body: string }
  /** Nothing ever comes. */
  | { readonly kind: 'hang' }
);

const JSON_TYPE = { 'content-type': 'application/json' };

/** A JSON answer. */
export function jsonAnswer(
  status: number,
  body: unknown,
  delayMs = 0,
  headers: Readonly<Record<string, string>> = {},
): VendorAnswer {
  return { kind: 'answer', status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body), delayMs };
}

/** What a fault makes of an answer with this body; undefined when the fault leaves it as it is. */
export function faultyAnswer(fault: CallFault, body: string, delayMs: number): VendorAnswer | undefined {
  switch (fault) {
    case 'none':
    case 'duplicate-page':
    case 'missing-page':
      return undefined;
    case 'error':
      return jsonAnswer(500, { status: 'error', message: 'internal error' }, delayMs);
    case 'rate-limit':
      return jsonAnswer(429, { status: 'error', message: 'too many requests' }, delayMs, { 'retry-after': '1' });
    case 'hang':
      return { kind: 'hang', delayMs };
    case 'cut':
      return { kind: 'cut', body, delayMs };
    case 'truncated':
      return { kind: 'answer', status: 200, headers: JSON_TYPE, body: body.slice(0, body.length / 2), delayMs };
    case 'wrong-shape':
      return jsonAnswer(200, { status: 'success', data: { rows: [['AAPL', 1]] } }, delayMs);
  }
}
