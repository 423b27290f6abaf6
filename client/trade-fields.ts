import type { paths } from './generated/api-types.ts';

type TradeBody = paths['/api/v1/trades']['post']['requestBody']['content']['application/json'];

/** The fields of a trade as it is handed in, named as in the API. */
export const TRADE_FIELDS = [
  'trade_id',
  'version',
  'counterparty_id',
  'book_id',
  'maturity_date',
  'created_date',
] as const satisfies readonly (keyof TradeBody)[];
export type TradeField = (typeof TRADE_FIELDS)[number];

/** All but the created date, which is the day on which the trade is handed in when it is left open. */
export const REQUIRED_TRADE_FIELDS = TRADE_FIELDS.filter((field) => field !== 'created_date');

/** The field that a column of this name holds: case, blanks, hyphens and underscores make no difference. */
export function tradeFieldNamed(name: string): TradeField | undefined {
  return TRADE_FIELDS.find((field) => plainName(field) === plainName(name));
}

/** A name of a column without what makes no difference: "Counter-Party Id" is "counterpartyid". */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}
