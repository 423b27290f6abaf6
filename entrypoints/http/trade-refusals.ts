import type { TradeRefusal } from '@bourse/core/trades/trade-decider.ts';

/** With which status a refused trade is answered. */
export const TRADE_STATUS: Readonly<Record<TradeRefusal, 409 | 422>> = {
  'version-superseded': 422,
  'maturity-passed': 422,
  'idempotency-key-reused': 409,
};

/** What a person is told of a refused trade. */
export const TRADE_DETAIL: Readonly<Record<TradeRefusal, string>> = {
  'version-superseded': 'A higher version of this trade is stored. Send a version that is not below it.',
  'maturity-passed': 'The trade matured before today (UTC). A load of history takes it: add history=true.',
  'idempotency-key-reused':
    'This Idempotency-Key was sent with another trade. Choose a new one, or send the same trade.',
};

/** Which field of a trade a refusal is about, as a JSON Pointer. */
export const REFUSED_FIELD: Readonly<Record<TradeRefusal, string>> = {
  'version-superseded': '/version',
  'maturity-passed': '/maturity_date',
  'idempotency-key-reused': '',
};
