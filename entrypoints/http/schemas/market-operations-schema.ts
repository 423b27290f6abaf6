import { Type } from 'typebox';
import { DecimalText, PositiveDecimalText, TimeText } from './format-schema.ts';
import { Choice, Nullable, PageOf, PageQuery, Shape } from './shape-schema.ts';

const FeedSchema = Shape({
  member: Type.String({ description: 'Names the process.' }),
  state: Choice(['reporting', 'silent'], { description: 'silent: it has not reported for half a minute.' }),
  source: Choice(['stream', 'poll', 'csv']),
  breaker: Nullable(
    Choice(['closed', 'half-open', 'open'], { description: 'open: the vendor is left alone for a while.' }),
  ),
  calls_in_flight: Type.Integer(),
  last_success_at: Nullable(TimeText()),
  last_refresh_at: Nullable(TimeText({ description: 'When the catalogue was last read to its end.' })),
  next_refresh_at: Nullable(TimeText({ description: 'null while it is being read.' })),
  pages_invalidated: Type.Integer({ description: 'Pages of the catalogue that are to be read out of turn.' }),
  reported_at: TimeText(),
});

export const MarketStatusSchema = Shape({
  instruments: Type.Integer(),
  halted: Type.Integer(),
  fresh: Type.Integer({ description: 'Instruments with a price to trade on.' }),
  stale: Type.Integer(),
  missing: Type.Integer({ description: 'Instruments that never had a price.' }),
  quarantined: Type.Integer({ description: 'Instruments whose quotes are not believed at present.' }),
  oldest_age_ms: Nullable(Type.Integer()),
  newest_age_ms: Nullable(Type.Integer()),
  feeds: Type.Array(FeedSchema),
});

export const QuarantineQuery = PageQuery({
  status: Type.Optional(
    Choice(['open', 'over', 'all'], {
      description: 'open: no quote of the instrument was believed since. Default all.',
    }),
  ),
});

export const QuarantinePageSchema = PageOf(
  Shape({
    symbol: Type.String(),
    reason: Choice(['unreadable', 'not-positive', 'jump']),
    price: Nullable(DecimalText({ description: 'The newest quote; null when it was no number.' })),
    last_good_price: Nullable(DecimalText({ description: 'What it was held against.' })),
    source: Type.String(),
    as_of: TimeText(),
    quotes: Type.Integer({ description: 'How many there were.' }),
    first_at: TimeText(),
    last_at: TimeText(),
    over_at: Nullable(TimeText({ description: 'Since when a quote of the instrument is believed again.' })),
  }),
);

export const AcceptPriceForm = Shape({
  expected_price: PositiveDecimalText({
    description:
      'The price that you saw. Refused when the newest quote is further from it than PRICE_TOLERANCE_PERCENT.',
  }),
});

export const AcceptedPriceSchema = Shape({
  symbol: Type.String(),
  price: DecimalText(),
  source: Type.String(),
  as_of: TimeText(),
});

export const InstrumentStatusSchema = Shape({ status: Choice(['active', 'halted']) });

export const InstrumentChangesSchema = PageOf(
  Shape({
    sequence: Type.String(),
    symbol: Type.String(),
    change: Choice(['halted', 'resumed', 'price-accepted']),
    price: Nullable(DecimalText({ description: 'The price that was accepted.' })),
    changed_by: Type.String({ description: 'Id of the operator.' }),
    at: TimeText(),
  }),
);
