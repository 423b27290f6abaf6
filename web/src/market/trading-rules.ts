import type { AnswerOf } from '@bourse/client/api.ts';
import { answered } from '@bourse/client/api.ts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../app/bourse.ts';

/** The rules that orders are decided by. */
export type TradingRules = AnswerOf<'/api/v1/trading-rules'>;

/** They hold until Bourse is started anew. */
export const tradingRulesQuery = queryOptions({
  queryKey: ['trading-rules'],
  queryFn: ({ signal }) => answered(api.GET('/api/v1/trading-rules', { signal })),
  staleTime: Infinity,
});
