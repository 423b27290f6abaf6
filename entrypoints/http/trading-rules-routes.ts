import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ROLES } from '@bourse/core/identity/role.ts';
import { formatMicros, formatMoney } from '@bourse/core/money/decimal.ts';
import type { TradingRules } from '@bourse/core/orders/trading-rules.ts';
import { CURRENCY } from './account-json.ts';
import { TradingRulesSchema } from './schemas/trading-schema.ts';

/** The rules that orders are decided by, so that a caller can reckon beforehand what an order costs and why it would be rejected. */
export function tradingRulesRoutes(rules: TradingRules): FastifyPluginAsyncTypebox {
  const { liquidity } = rules;
  const answer = {
    currency: CURRENCY,
    price_tolerance_percent: formatMicros(rules.priceToleranceMicros),
    max_price_age_ms: rules.maxPriceAgeMs,
    max_order_notional: formatMoney(rules.maxNotionalMicros),
    commission_basis_points: Number(rules.commissionBasisPoints),
    market_close: timeOfDay(rules.closeMinuteUtc),
    max_fill_quantity: liquidity.model === 'unlimited' ? null : formatMicros(liquidity.maxFillMicros),
  };
  return async (http) => {
    http.get('/api/v1/trading-rules', {
      config: { access: { roles: ROLES, scopes: ['market:read'] } },
      schema: {
        tags: ['market'],
        summary: 'The rules that orders are decided by',
        response: { 200: TradingRulesSchema },
      },
      handler: async () => answer,
    });
  };
}

/** A minute of the day as "21:00". */
function timeOfDay(minute: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
