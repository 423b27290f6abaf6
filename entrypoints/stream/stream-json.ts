import type { Static } from 'typebox';
import type { ExecutionNews } from '@bourse/application/stream/stream-message.ts';
import { formatMicros, formatMoney } from '@bourse/core/money/decimal.ts';
import { formatTime } from '@bourse/core/time/utc.ts';
import type { StreamExecutionSchema } from './schemas/stream-schema.ts';

/** A fill as the owner of its order sees it. */
export function executionJson({ id, order, fill }: ExecutionNews): Static<typeof StreamExecutionSchema> {
  return {
    id,
    order_id: order.id,
    client_order_id: order.clientOrderId,
    symbol: order.terms.symbol,
    side: order.terms.side,
    quantity: formatMicros(fill.quantityMicros),
    price: formatMoney(fill.price.priceMicros),
    notional: formatMoney(fill.notionalMicros),
    commission: formatMoney(fill.commissionMicros),
    price_source: fill.price.source,
    price_as_of: formatTime(fill.price.asOfMs),
    executed_at: formatTime(fill.atMs),
  };
}
