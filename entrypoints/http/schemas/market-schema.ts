import { Type } from 'typebox';
import { CANDLE_INTERVALS } from '@bourse/core/market/candle.ts';
import { DecimalText, TimeText } from './format-schema.ts';
import { Choice, PageOf, PageQuery, Shape } from './shape-schema.ts';

const CandleSchema = Shape({
  start: TimeText({ description: 'A whole minute, hour or day in UTC.' }),
  open: DecimalText(),
  high: DecimalText(),
  low: DecimalText(),
  close: DecimalText(),
  ticks: Type.Integer({ description: 'How many prices came in; one that came twice counts twice.' }),
  gap_before: Type.Integer({
    description:
      'Intervals without a price between this candle and the one before it, which have no candle; 0 for the oldest that is kept.',
  }),
});

export const CandlePageSchema = PageOf(CandleSchema);
export const CandlePageQuery = PageQuery({
  interval: Choice(CANDLE_INTERVALS, { description: 'A minute, an hour or a day.' }),
  from: Type.Optional(
    TimeText({ description: 'Candles that start at this moment or later. Default: 500 intervals before `to`.' }),
  ),
  to: Type.Optional(TimeText({ description: 'Candles that start before this moment. Default: now.' })),
});
