import { Type } from 'typebox';
import { ORDER_REASONS, ORDER_STATUSES, ORDER_TYPES, SIDES, TIMES_IN_FORCE } from '@bourse/core/orders/order.ts';
import { DecimalText, PositiveDecimalText, text, TimeText, UuidText } from './format-schema.ts';
import { PatternText } from './pattern-schema.ts';
import { Choice, Nullable, PageOf, PageQuery, Shape } from './shape-schema.ts';

const SymbolText = PatternText('symbol', {
  minLength: 1,
  maxLength: 16,
  description: 'Ticker symbol.',
});

const ClientOrderIdText = PatternText('client-order-id', {
  minLength: 1,
  maxLength: 128,
  description:
    'Your name for the order, unique for the account for ever: the same one with the same terms is the same order.',
});

export const OrderFormSchema = Shape({
  symbol: SymbolText,
  side: Choice(SIDES),
  type: Choice(ORDER_TYPES),
  quantity: PositiveDecimalText({ description: 'Shares, at least 0.001, with up to 6 decimals.' }),
  limit_price: Type.Optional(
    Nullable(PositiveDecimalText({ description: 'For limit and stop_limit, and only for those.' })),
  ),
  stop_price: Type.Optional(
    Nullable(PositiveDecimalText({ description: 'For stop and stop_limit, and only for those.' })),
  ),
  time_in_force: Choice(TIMES_IN_FORCE, { description: 'ioc and fok are for market and limit orders.' }),
  expected_price: Type.Optional(
    Nullable(
      PositiveDecimalText({
        description: 'The price you saw; a market further away than the tolerance rejects the order.',
      }),
    ),
  ),
  client_order_id: Type.Optional(Nullable(ClientOrderIdText)),
});

export const OrderSchema = Shape({
  id: UuidText(),
  client_order_id: Nullable(Type.String()),
  symbol: Type.String(),
  side: Choice(SIDES),
  type: Choice(ORDER_TYPES),
  quantity: DecimalText(),
  limit_price: Nullable(DecimalText()),
  stop_price: Nullable(DecimalText()),
  time_in_force: Choice(TIMES_IN_FORCE),
  expected_price: Nullable(DecimalText()),
  status: Choice(ORDER_STATUSES),
  reason: Nullable(Choice(ORDER_REASONS)),
  filled_quantity: DecimalText(),
  average_fill_price: Nullable(DecimalText()),
  expires_at: Nullable(TimeText()),
  created_at: TimeText(),
  updated_at: TimeText(),
});

export const OrderPageSchema = PageOf(OrderSchema);

export const OrderPageQuery = PageQuery({
  symbol: Type.Optional(SymbolText),
  status: Type.Optional(
    Choice(['open', 'all'], { description: 'open: only orders that can still be filled. Default all.' }),
  ),
});

export const OrderParams = Shape({ id: UuidText() });

const prefer = Type.Optional(
  Type.String({
    maxLength: 256,
    description: '"wait=5" waits up to 5 seconds (at most 30) for the order to be final.',
  }),
);

/** Prefer: wait (RFC 7240, section 4.3). */
export const CancelHeaders = Type.Object({ prefer });

/** Prefer: wait (RFC 7240, section 4.3) and the idempotency key. */
export const OrderHeaders = Type.Object({
  prefer,
  'idempotency-key': Type.Optional(
    text('idempotency-key', { description: 'Names the request where there is no client_order_id.' }),
  ),
});

export const PositionSchema = Shape({
  symbol: Type.String(),
  quantity: DecimalText(),
  available_quantity: DecimalText(),
  average_entry_price: DecimalText(),
  market_price: Nullable(DecimalText({ description: 'Null when no price is known.' })),
  market_value: Nullable(DecimalText()),
  unrealized_profit: Nullable(DecimalText()),
  realized_profit: DecimalText(),
});

export const PositionPageSchema = PageOf(PositionSchema);
export const PositionPageQuery = PageQuery({
  as_of: Type.Optional(
    TimeText({
      description: 'The positions as they were at this moment, which must not be in the future, without market prices.',
    }),
  ),
});
export const SymbolParams = Shape({ symbol: SymbolText });

export const CashFormSchema = Shape({ amount: PositiveDecimalText({ description: 'At most 1000000.' }) });
export const CashTransactionSchema = Shape({
  transaction_id: UuidText(),
  amount: DecimalText(),
  cash: DecimalText({ description: 'Cash right after it, held cash included.' }),
});

export const AccountSchema = Shape({
  account_id: UuidText(),
  currency: Type.String(),
  cash: DecimalText({ description: 'All cash, held cash included.' }),
  held: DecimalText({ description: 'Reserved for open buy orders.' }),
  buying_power: DecimalText(),
  market_value: DecimalText({ description: 'What the positions are worth at the newest prices.' }),
  equity: DecimalText(),
  as_of: TimeText(),
});
export const AccountQuery = Shape({
  as_of: Type.Optional(
    TimeText({ description: 'The account as it was at this moment, which must not be in the future.' }),
  ),
});

export const JournalTransactionSchema = Shape({
  id: Type.String({ description: 'Partition and number of the journal transaction.' }),
  kind: Type.String({ description: 'deposit, withdrawal, hold, release or fill.' }),
  reference: UuidText({ description: 'The order, deposit or withdrawal that caused it.' }),
  symbol: Nullable(Type.String()),
  entries: Type.Array(
    Shape({
      account: Type.String({ description: 'Ledger account.' }),
      asset: Type.String({ description: 'The currency, or the symbol for shares.' }),
      amount: DecimalText(),
    }),
    { description: 'Add up to zero for each asset.' },
  ),
  price: Nullable(
    Shape(
      { value: DecimalText(), source: Type.String(), as_of: TimeText() },
      { description: 'The price of a fill, and where it came from.' },
    ),
  ),
  cash_after: DecimalText(),
  recorded_at: TimeText(),
  hash: Type.String(),
});
export const JournalPageSchema = PageOf(JournalTransactionSchema);
export const JournalPageQuery = PageQuery({});

export const EquityHistorySchema = Shape({
  items: Type.Array(Shape({ at: TimeText(), cash: DecimalText(), market_value: DecimalText(), equity: DecimalText() })),
});
export const EquityHistoryQuery = Shape({
  from: Type.Optional(TimeText({ description: 'Default: a day before `to`.' })),
  to: Type.Optional(TimeText({ description: 'Default: now.' })),
  points: Type.Optional(PatternText('point-count', { description: 'How many, 2 to 500. Default 100.' })),
});

export const TradingRulesSchema = Shape({
  currency: Type.String({ description: 'The currency of all accounts.' }),
  price_tolerance_percent: DecimalText({ description: 'How far the market may be from expected_price.' }),
  max_price_age_ms: Type.Integer({ description: 'An older price is stale: no order is executed on it.' }),
  max_order_notional: DecimalText({ description: 'Largest price times quantity of one order.' }),
  commission_basis_points: Type.Integer({
    description: 'Commission on a fill, in hundredths of a percent of its notional.',
  }),
  market_close: Type.String({ description: 'Time of day in UTC when day orders expire, "21:00".' }),
  max_fill_quantity: Nullable(DecimalText({ description: 'Most shares of one order that one price fills.' })),
});

export const PriceSchema = Shape({
  value: DecimalText(),
  currency: Type.String(),
  source: Type.String(),
  as_of: TimeText(),
  age_ms: Type.Integer(),
  stale: Type.Boolean({ description: 'Too old to trade on.' }),
});
export const AssetSchema = Shape({
  symbol: Type.String(),
  name: Type.String(),
  exchange: Type.String({ description: 'Market identifier code (ISO 10383).' }),
  sector: Type.String(),
  status: Choice(['active', 'halted']),
  price: Nullable(PriceSchema),
});
export const AssetPageSchema = PageOf(AssetSchema);
export const AssetPageQuery = PageQuery({
  q: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 64,
      description:
        'Part of symbol, name or sector; case does not matter. The symbol itself comes first, then beginnings of symbols, then names.',
    }),
  ),
  sector: Type.Optional(
    Type.String({ minLength: 1, maxLength: 64, description: 'Whole name of a sector; case does not matter.' }),
  ),
});
