import { Type } from 'typebox';
import { TRADE_REFUSALS } from '@bourse/core/trades/trade-decider.ts';
import { BOOK_ID_MAX, COUNTERPARTY_ID_MAX, TRADE_ID_MAX, VERSION_MAX } from '@bourse/core/trades/trade-limits.ts';
import { DateText, TimeText } from './format-schema.ts';
import { ProblemErrorSchema, ProblemSchema } from './problem-schema.ts';
import { Choice, Nullable, PageOf, PageQuery, Shape } from './shape-schema.ts';

const Name = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, description });
const VersionNumber = Type.Integer({
  minimum: 1,
  maximum: VERSION_MAX,
  description:
    'Versions may leave gaps. The same one again replaces the record; a lower one than the highest is refused.',
});
const bookId = Name(BOOK_ID_MAX, 'The book that holds the trade.');
const counterpartyId = Name(COUNTERPARTY_ID_MAX, 'The other side of the trade.');

export const TradeFormSchema = Shape({
  trade_id: Name(TRADE_ID_MAX, 'Names the trade in all of its versions.'),
  version: VersionNumber,
  counterparty_id: counterpartyId,
  book_id: bookId,
  maturity_date: DateText({ description: 'Today in UTC or later, but for a load of history.' }),
  created_date: Type.Optional(Nullable(DateText({ description: 'Default: today in UTC.' }))),
});

export const HistoryQuery = Shape({
  history: Type.Optional(
    Choice(['true', 'false'], {
      description: 'true loads the past: any version and any maturity date is taken. Default false.',
    }),
  ),
});

export const AcceptedTradeSchema = Shape({
  request_id: Type.String({ description: 'Ask GET /api/v1/requests/{request_id} what became of it.' }),
  trade_id: Type.String(),
  version: Type.Integer(),
  status: Type.Literal('accepted'),
});

export const TradeSchema = Shape({
  trade_id: Type.String(),
  version: Type.Integer(),
  counterparty_id: Type.String(),
  book_id: Type.String(),
  maturity_date: DateText(),
  created_date: DateText(),
  expired: Type.Boolean({ description: 'The maturity date has passed (UTC).' }),
  recorded_at: TimeText({ description: 'When this version was stored first.' }),
  updated_at: TimeText({ description: 'When this version was written last.' }),
});

export const TradePageSchema = PageOf(TradeSchema);

export const TradePageQuery = PageQuery({
  book_id: Type.Optional(bookId),
  counterparty_id: Type.Optional(counterpartyId),
  maturity_from: Type.Optional(DateText({ description: 'First maturity date.' })),
  maturity_to: Type.Optional(DateText({ description: 'Last maturity date.' })),
  expired: Type.Optional(Choice(['true', 'false'], { description: 'Default: both.' })),
  versions: Type.Optional(
    Choice(['current', 'all'], { description: 'current: the highest version of each trade. Default current.' }),
  ),
});

export const TradeParams = Shape({ trade_id: Name(TRADE_ID_MAX, 'Names the trade.') });
export const TradeVersionsQuery = PageQuery({});

/** How many requests one call may ask about. */
export const MAX_REQUEST_IDS = 200;
const MAX_REQUEST_IDS_LENGTH = 8_000;

export const RequestParams = Shape({ request_id: Type.String({ minLength: 1, maxLength: 100 }) });
export const RequestsQuery = Shape({
  ids: Type.String({
    minLength: 1,
    maxLength: MAX_REQUEST_IDS_LENGTH,
    description: `At most ${MAX_REQUEST_IDS} request ids, separated by commas.`,
  }),
});

export const RequestSchema = Shape({
  request_id: Type.String(),
  status: Choice(['PENDING', 'SUCCESS', 'FAILED']),
  trade_id: Type.String(),
  version: Type.Integer(),
  failure_reason: Nullable(
    Choice([...TRADE_REFUSALS, 'not-processable'], { description: 'Null unless the request failed.' }),
  ),
  created_at: TimeText(),
  updated_at: TimeText({ description: 'When it was decided; until then, when it was created.' }),
});

export const RequestListSchema = Shape({
  items: Type.Array(RequestSchema, { description: 'Without those that do not exist, or not any more.' }),
});

const LineNumber = Type.Integer({ description: 'From 1: the line, or the item of the array.' });

export const BulkAnswerSchema = Shape({
  items: Type.Array(
    Shape({
      line: LineNumber,
      request_id: Type.Optional(
        Type.String({ description: 'The trade is durable. Absent when the line was rejected.' }),
      ),
      reason: Type.Optional(Choice(TRADE_REFUSALS, { description: 'The rule by which it was refused at once.' })),
      errors: Type.Optional(Type.Array(ProblemErrorSchema)),
    }),
    { description: 'In the order of the lines; blank lines are left out.' },
  ),
  accepted: Type.Integer(),
  rejected: Type.Integer(),
  problem: Type.Optional(ProblemSchema),
});
